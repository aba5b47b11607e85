-- Who sends a message claims it for a while, with the credit that it takes. Nothing is held while WeChat is asked.

alter table message
    -- an attempt ended without an answer: what it has paid is not given back
    add column doubtful boolean not null default false;

-- Whether what a message tells is still true, and of use to the person.
create function message_holds(m message) returns boolean
    language sql stable
    return m.due_at > now() - interval '1 day'
        and exists (select from booking b join child c on c.id = b.child_id
                    join family_guardian g on g.family_id = c.family_id
                    where b.id = m.booking_id and g.person_id = m.person_id)
        and exists (
            select from booking b join session s on s.id = b.session_id
            where b.session_id = m.session_id and b.basket_id = m.basket_id
              and case m.kind
                  when 'BOOKING_CONFIRMED' then b.state = 'CONFIRMED' and s.starts_at > now()
                  when 'OFFER' then b.state = 'OFFERED' and b.offer_expires_at > now()
                  when 'REMINDER' then b.state = 'CONFIRMED' and s.starts_at > now() and s.cancelled_at is null
                                       and extract(epoch from s.starts_at)::text = m.cause
                  when 'RECONFIRM' then reconfirm_open(b) and extract(epoch from b.reconfirm_by)::text = m.cause
                  when 'CHANGE' then b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and s.starts_at > now()
                  when 'CANCELLATION' then b.state = 'CANCELLED' and s.ends_at > now()
                  when 'PICK_UP_ALARM' then exists (
                      select from attendance a where a.booking_id = b.id and a.left_at is null)
              end)
        -- a later one tells the same, and better
        and not (m.kind in ('CHANGE', 'PICK_UP_ALARM') and exists (
            select from message l
            where l.session_id = m.session_id and l.basket_id = m.basket_id and l.person_id = m.person_id
              and l.kind = m.kind and l.created_at > m.created_at));

create function settle_message(of_message uuid, as_state message_state, because text, code integer) returns void
    language sql
    begin atomic
        update message
        set state = as_state, failure = because, errcode = code, in_flight = false, settled_at = now()
        where id = of_message;
    end;

-- Judges messages that are due: gives those to be sent, with the number of the attempt, and those that were settled.
-- Kinds and templates belong together by their place.
create function claim_messages(kinds text[], templates text[], how_many integer, lease interval, most_attempts integer)
    returns table (message_id uuid, attempt integer, via text, settled message_state)
    language plpgsql as $$
declare
    m message;
    alarm text := templates[array_position(kinds, 'PICK_UP_ALARM')];
    credits integer;
    because text;
begin
    for m in
        -- in the order of people, so that two who claim take credits in the same order
        select due.* from (
            select * from message d
            where d.state = 'PENDING' and d.next_attempt_at <= now() and d.kind::text = any (kinds)
            order by d.kind = 'PICK_UP_ALARM' desc, d.next_attempt_at
            limit how_many for update skip locked) due
        order by due.person_id, due.id
    loop
        message_id := m.id;
        attempt := null;
        via := templates[array_position(kinds, m.kind::text)];
        settled := null;
        because := null;
        if m.in_flight and m.kind <> 'PICK_UP_ALARM' then
            -- whoever sent it is gone, and WeChat may have taken it
            settled := 'FAILED';
            because := 'OUTCOME_UNKNOWN';
        elsif not message_holds(m) then
            settled := 'OBSOLETE';
        elsif m.attempts >= most_attempts then
            settled := 'FAILED';
            because := 'TOO_MANY_ATTEMPTS';
        elsif not exists (select from wechat_account w where w.person_id = m.person_id) then
            settled := 'UNREACHABLE';
            because := 'NO_ACCOUNT';
        elsif m.paid_by is null then
            select c.balance into credits from message_credit c
            where c.person_id = m.person_id and c.template = via for update;
            -- the last one is kept for an alarm
            if coalesce(credits, 0) <= (m.kind <> 'PICK_UP_ALARM' and via = alarm)::int then
                settled := 'UNREACHABLE';
                because := 'NO_CREDIT';
            else
                insert into message_credit_entry (person_id, template, amount, reason, message_id)
                values (m.person_id, via, -1, 'SPENT', m.id);
            end if;
        end if;
        if settled is null then
            via := coalesce(m.paid_by, via);
            attempt := m.attempts + 1;
            update message
            set attempts = attempt, in_flight = true, next_attempt_at = now() + lease, paid_by = via,
                doubtful = m.doubtful or m.in_flight
            where id = m.id;
        else
            perform settle_message(m.id, settled, because, m.errcode);
        end if;
        return next;
    end loop;
end $$;

-- Records what became of an attempt, unless it was given up meanwhile. SENT; NO_CREDIT: WeChat says that none is left;
-- BAD_ACCOUNT, REJECTED, TRY_AGAIN: surely not sent; UNKNOWN: WeChat was asked and did not answer.
create function finish_attempt(
    of_message uuid, of_attempt integer, outcome text, code integer, pause interval, most_attempts integer)
    returns message_state language plpgsql as $$
declare
    m message;
begin
    select * into m from message where id = of_message and attempts = of_attempt and in_flight for update;
    if not found then
        return null;
    end if;
    if outcome in ('BAD_ACCOUNT', 'REJECTED', 'TRY_AGAIN') and not m.doubtful then
        insert into message_credit_entry (person_id, template, amount, reason, message_id)
        values (m.person_id, m.paid_by, 1, 'GIVEN_BACK', m.id);
        update message set paid_by = null where id = m.id;
    elsif outcome = 'NO_CREDIT' then
        insert into message_credit_entry (person_id, template, amount, reason, message_id)
        select c.person_id, c.template, -c.balance, 'GONE', m.id
        from (select * from message_credit c
              where c.person_id = m.person_id and c.template = m.paid_by and c.balance > 0 for update) c;
    end if;
    if m.attempts < most_attempts
            and (outcome = 'TRY_AGAIN' or outcome = 'UNKNOWN' and m.kind = 'PICK_UP_ALARM') then
        update message set in_flight = false, errcode = code, next_attempt_at = now() + pause,
            doubtful = m.doubtful or outcome = 'UNKNOWN'
        where id = m.id;
        return 'PENDING';
    end if;
    perform settle_message(m.id,
        (case outcome when 'SENT' then 'SENT' when 'NO_CREDIT' then 'UNREACHABLE' when 'BAD_ACCOUNT' then 'UNREACHABLE'
                      else 'FAILED' end)::message_state,
        case outcome when 'TRY_AGAIN' then 'TOO_MANY_ATTEMPTS' when 'UNKNOWN' then 'OUTCOME_UNKNOWN'
                     when 'SENT' then null else outcome end,
        code);
    return (select state from message where id = m.id);
end $$;
