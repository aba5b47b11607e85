-- A child whom nobody collects concerns more people with each step: the station's own from the second on, the federation
-- of its areas from the third on.
alter type message_kind add value 'OVERDUE_CHILD';

create or replace function message_of_overdue_step() returns trigger language plpgsql as $$
begin
    insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
    select distinct on (b.session_id, b.basket_id, g.person_id)
           g.person_id, 'PICK_UP_ALARM', b.id, b.basket_id, b.session_id, n.step::text
    from new_rows n
    join attendance a on a.id = n.attendance_id
    join booking b on b.id = a.booking_id
    join child c on c.id = b.child_id
    join family_guardian g on g.family_id = c.family_id
    order by b.session_id, b.basket_id, g.person_id, n.step desc, b.id
    on conflict on constraint message_once do nothing;

    insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
    select distinct on (b.session_id, b.basket_id, g.person_id)
           g.person_id, 'OVERDUE_CHILD', b.id, b.basket_id, b.session_id, n.step::text
    from new_rows n
    join attendance a on a.id = n.attendance_id
    join booking b on b.id = a.booking_id
    join session s on s.id = b.session_id
    join station t on t.id = s.station_id
    join area r on r.id = t.area_id
    join role_grant g on g.valid_from <= now() and coalesce(g.valid_until > now(), true)
        and (n.step >= 1 and g.station_id = t.id and g.role in ('STATION_STAFF', 'STATION_MASTER')
             or n.step >= 2 and g.area_id = any (r.path) and g.role = 'FEDERATION')
    order by b.session_id, b.basket_id, g.person_id, n.step desc, b.id
    on conflict on constraint message_once do nothing;
    return null;
end $$;

create or replace function message_holds(m message) returns boolean
    language sql stable
    return m.due_at > now() - interval '1 day'
        and (m.kind::text = 'OVERDUE_CHILD'
             or exists (select from booking b join child c on c.id = b.child_id
                        join family_guardian g on g.family_id = c.family_id
                        where b.id = m.booking_id and g.person_id = m.person_id))
        and exists (
            select from booking b join session s on s.id = b.session_id
            where b.session_id = m.session_id and b.basket_id = m.basket_id
              and case m.kind::text
                  when 'BOOKING_CONFIRMED' then b.state = 'CONFIRMED' and s.starts_at > now()
                  when 'OFFER' then b.state = 'OFFERED' and b.offer_expires_at > now()
                  when 'REMINDER' then b.state = 'CONFIRMED' and s.starts_at > now() and s.cancelled_at is null
                                       and extract(epoch from s.starts_at)::text = m.cause
                  when 'RECONFIRM' then reconfirm_open(b) and extract(epoch from b.reconfirm_by)::text = m.cause
                  when 'CHANGE' then b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and s.starts_at > now()
                  when 'CANCELLATION' then b.state = 'CANCELLED' and s.ends_at > now()
                  when 'PICK_UP_ALARM' then exists (
                      select from attendance a where a.booking_id = b.id and a.left_at is null)
                  when 'OVERDUE_CHILD' then exists (
                          select from attendance a where a.booking_id = b.id and a.left_at is null)
                      and exists (
                          select from role_grant g
                          where g.person_id = m.person_id and g.valid_from <= now()
                            and coalesce(g.valid_until > now(), true)
                            and g.role in ('STATION_STAFF', 'STATION_MASTER', 'FEDERATION'))
              end)
        -- a later one tells the same, and better
        and not (m.kind::text in ('CHANGE', 'PICK_UP_ALARM', 'OVERDUE_CHILD') and exists (
            select from message l
            where l.session_id = m.session_id and l.basket_id = m.basket_id and l.person_id = m.person_id
              and l.kind = m.kind and l.created_at > m.created_at));
