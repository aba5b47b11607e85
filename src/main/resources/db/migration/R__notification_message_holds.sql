-- Whether what a message tells is true at this moment. One judgement for whoever reads it and for the sender.
create or replace function message_stands(m message) returns boolean
    language sql stable
    return case when m.kind::text = 'OVERDUE_CHILD' then exists (
                    select from session s join station t on t.id = s.station_id join area r on r.id = t.area_id
                    join role_grant g on g.valid_from <= now() and coalesce(g.valid_until > now(), true)
                        and (g.station_id = t.id and g.role in ('STATION_STAFF', 'STATION_MASTER')
                             or m.cause::integer >= 2 and g.area_id = any (r.path) and g.role = 'FEDERATION')
                    where s.id = m.session_id and g.person_id = m.person_id)
                else exists (
                    select from booking b join child c on c.id = b.child_id
                    join family_guardian g on g.family_id = c.family_id
                    where b.id = m.booking_id and g.person_id = m.person_id)
           end
        and exists (
            select from booking b join session s on s.id = b.session_id
            where b.session_id = m.session_id and b.basket_id = m.basket_id
              and case m.kind::text
                  when 'BOOKING_CONFIRMED' then b.state in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')
                  when 'OFFER' then b.state = 'OFFERED' and b.offer_expires_at > now()
                  when 'REMINDER' then b.state = 'CONFIRMED' and s.starts_at > now() and s.cancelled_at is null
                                       and extract(epoch from s.starts_at)::text = m.cause
                  when 'RECONFIRM' then reconfirm_open(b) and extract(epoch from b.reconfirm_by)::text = m.cause
                  when 'CHANGE' then b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and s.starts_at > now()
                  when 'CANCELLATION' then b.state = 'CANCELLED'
                  when 'PICK_UP_ALARM' then exists (
                      select from attendance a where a.booking_id = b.id and awaits_collection(a))
                  when 'OVERDUE_CHILD' then exists (
                      select from attendance a where a.booking_id = b.id and awaits_collection(a))
              end)
        -- a later one tells the same, and better
        and not (m.kind::text in ('CHANGE', 'PICK_UP_ALARM', 'OVERDUE_CHILD') and exists (
            select from message l
            where l.session_id = m.session_id and l.basket_id = m.basket_id and l.person_id = m.person_id
              and l.kind = m.kind and l.created_at > m.created_at));

-- Whether a message is also worth sending now: it is fresh, and of a place only while there is something to come to.
create or replace function message_holds(m message) returns boolean
    language sql stable
    return m.due_at > now() - interval '1 day'
        and message_stands(m)
        and case m.kind::text
            when 'BOOKING_CONFIRMED' then exists (
                select from session s where s.id = m.session_id and s.starts_at > now())
            when 'CANCELLATION' then exists (
                select from session s where s.id = m.session_id and s.ends_at > now())
            else true
            end;
