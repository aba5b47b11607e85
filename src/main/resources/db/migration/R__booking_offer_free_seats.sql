-- Offers the free places of a session to those who wait, in order, and holds them. To be called in the transaction that
-- frees or adds a place, so that nobody else can book it in between. Gives the number of places that were offered.
create or replace function offer_free_seats(target uuid) returns integer
    language plpgsql as $$
declare
    place record;
    waiting record;
    fit uuid[];
    free integer;
    held integer := 0;
    attempts integer;
    obstacle text;
    passed_over boolean := false;
    -- decisions that say what was said before; they are kept only beside an offer
    repeated waitlist_decision[] := '{}';
begin
    select s.capacity, s.seats_taken, s.starts_at, s.cancelled_at is null and s.starts_at > now() as ahead, e.offer_hold
    into place
    from session s join event e on e.id = s.event_id
    where s.id = target for update of s;
    -- before anybody is judged: what changes from here on is another cause
    delete from waitlist_recheck where session_id = target;
    if place.ahead is not true then
        return 0;
    end if;
    free := place.capacity - place.seats_taken;
    for waiting in
        select b.basket_id, count(*)::int as children, bool_or(b.wait_together) as together
        from booking b join waitlist_priority p on p.code = b.priority
        where b.session_id = target and b.state = 'WAITLISTED'
        group by b.basket_id
        order by max(p.rank) desc, min(b.created_at), b.basket_id
    loop
        exit when free <= 0;
        attempts := 0;
        loop
            select coalesce(array_agg(b.id order by b.id) filter (where b.obstacle is null), '{}'),
                   case when bool_or(b.obstacle = 'OVERLAPPING_SESSION') then 'OVERLAPPING_SESSION' else max(b.obstacle) end
            into fit, obstacle
            from (select w.id, booking_obstacle(w.child_id, target) as obstacle
                  from booking w
                  where w.basket_id = waiting.basket_id and w.session_id = target and w.state = 'WAITLISTED'
                  offset 0) b;
            passed_over := passed_over or obstacle is not null;
            if waiting.together then
                if obstacle is null and waiting.children > free then
                    obstacle := 'NOT_ENOUGH_SEATS';
                end if;
            elsif cardinality(fit) > 0 then
                fit := fit[1:free];
                obstacle := null;
            end if;
            exit when obstacle is not null;
            insert into waitlist_decision (session_id, basket_id, decision, reason, children, seats_free)
            select r.session_id, r.basket_id, r.decision, r.reason, r.children, r.seats_free
            from unnest(repeated) with ordinality r order by r.ordinality;
            repeated := '{}';
            begin
                update booking
                set state = 'OFFERED',
                    offer_expires_at = least(now() + place.offer_hold,
                                             now() + greatest((place.starts_at - now()) / 4, interval '5 minutes'),
                                             place.starts_at)
                where id = any(fit);
                free := free - cardinality(fit);
                held := held + cardinality(fit);
                exit;
            exception
                when exclusion_violation then
                    passed_over := true;
                    obstacle := 'OVERLAPPING_SESSION';
                    exit;
                when unique_violation then
                    -- another place of the year was taken at this moment: judge again
                    attempts := attempts + 1;
                    passed_over := true;
                    obstacle := 'YEARLY_LIMIT';
                    exit when attempts >= 5;
            end;
        end loop;
        if obstacle is not null and held = 0
           and (obstacle, waiting.children, free) = (
               select d.reason, d.children, d.seats_free from waitlist_decision d
               where d.basket_id = waiting.basket_id and d.session_id = target order by d.id desc limit 1) then
            repeated := repeated || row(0, target, waiting.basket_id, 'SKIPPED', obstacle, waiting.children, free,
                                        now())::waitlist_decision;
            continue;
        end if;
        insert into waitlist_decision (session_id, basket_id, decision, reason, children, seats_free)
        values (target, waiting.basket_id, case when obstacle is null then 'OFFERED' else 'SKIPPED' end,
                coalesce(obstacle, 'FIRST_IN_LINE'),
                case when obstacle is null then cardinality(fit) else waiting.children end,
                case when obstacle is null then free + cardinality(fit) else free end);
    end loop;
    if held > 0 then
        update session set seats_taken = seats_taken + held, waitlist_length = waitlist_length - held where id = target;
    end if;
    if free > 0 and passed_over then
        -- a place stays free while somebody waits: look again, whatever the cause may be
        insert into waitlist_recheck (session_id, due_at) values (target, now() + interval '1 minute');
    end if;
    return held;
end
$$;

-- Judges those who wait for a session again when that is due, in a transaction of its own.
create or replace function judge_waiting_again(target uuid) returns integer
    language plpgsql as $$
begin
    perform from session where id = target for update;
    if exists (select from waitlist_recheck where session_id = target and due_at <= now()) then
        return offer_free_seats(target);
    end if;
    return 0;
end
$$;
