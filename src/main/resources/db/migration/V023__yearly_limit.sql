-- How many places of an event a child may hold in a calendar year of Asia/Shanghai. Each place of a child has a number
-- of its own in the year, so that of two bookings at once that take the same number one is judged again.

alter table event add column yearly_limit smallint check (yearly_limit between 1 and 366);

alter table booking
    -- the place's number in the year, while it is held and the event has a limit
    add column yearly_event uuid,
    add column yearly_year smallint,
    add column yearly_number smallint check (yearly_number > 0),
    add constraint booking_yearly_whole check (num_nulls(yearly_event, yearly_year, yearly_number) in (0, 3));
create unique index booking_yearly on booking (child_id, yearly_event, yearly_year, yearly_number)
    where yearly_number is not null;
-- what is ahead of a child, for the guards against hoarding
create index booking_ahead on booking (child_id, upper(period)) where state in ('WAITLISTED', 'OFFERED', 'CONFIRMED');

create function year_of(at timestamptz) returns smallint
    language sql immutable parallel safe
    return extract(year from at at time zone 'Asia/Shanghai')::smallint;

-- How many places of an event a child holds in a year.
create function places_in_year(of_child uuid, of_event uuid, of_year smallint) returns integer
    language sql stable parallel safe
    return (select count(*)::int from booking b
            where b.child_id = of_child and b.yearly_event = of_event and b.yearly_year = of_year
              and b.yearly_number is not null);

-- Numbers a place when it is taken, and again when its session is moved to another year. Who moves a session takes
-- no place away: the child may then hold more than the limit, and can take no further one.
create function booking_yearly_number() returns trigger language plpgsql as $$
declare
    rule record;
    taken smallint[];
    held constant booking_state[] := '{OFFERED,CONFIRMED,ATTENDED,NO_SHOW}';
begin
    select s.event_id as event, e.yearly_limit as most, year_of(lower(new.period)) as year into rule
    from session s join event e on e.id = s.event_id where s.id = new.session_id;
    if rule.most is null or new.state <> all (held) then
        new.yearly_event := null;
        new.yearly_year := null;
        new.yearly_number := null;
    elsif (new.yearly_event, new.yearly_year) is distinct from (rule.event, rule.year) then
        select coalesce(array_agg(b.yearly_number), '{}') into taken from booking b
        where b.child_id = new.child_id and b.yearly_event = rule.event and b.yearly_year = rule.year
          and b.yearly_number is not null;
        if cardinality(taken) >= rule.most and (tg_op = 'INSERT' or old.state <> all (held)) then
            raise exception 'the child holds % places of the event in %', rule.most, rule.year
                using errcode = 'unique_violation', constraint = 'booking_yearly';
        end if;
        new.yearly_event := rule.event;
        new.yearly_year := rule.year;
        new.yearly_number := (select min(n) from generate_series(1, cardinality(taken) + 1) n where n <> all (taken));
    end if;
    return new;
end
$$;
create trigger booking_yearly_number before insert or update of state, period on booking
    for each row execute function booking_yearly_number();

-- A limit that comes later, or goes, counts what is held already.
create function event_yearly_limit() returns trigger language plpgsql as $$
begin
    update booking b set state = b.state from session s where s.event_id = new.id and b.session_id = s.id;
    return null;
end
$$;
create trigger event_yearly_limit after update of yearly_limit on event for each row
    when (old.yearly_limit is distinct from new.yearly_limit) execute function event_yearly_limit();

alter table waitlist_decision drop constraint waitlist_decision_reason_check;
alter table waitlist_decision add constraint waitlist_decision_reason check (
    reason in ('FIRST_IN_LINE', 'NOT_ENOUGH_SEATS', 'OVERLAPPING_SESSION', 'YEARLY_LIMIT', 'CONSENT_MISSING'));

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
begin
    select s.event_id, s.capacity, s.seats_taken, s.starts_at, s.ends_at, s.cancelled_at, e.required_consents,
           e.offer_hold, e.yearly_limit
    into place
    from session s join event e on e.id = s.event_id
    where s.id = target for update of s;
    if not found or place.cancelled_at is not null or place.starts_at <= now() then
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
            obstacle := null;
            select coalesce(array_agg(b.id order by b.id) filter (where b.obstacle is null), '{}'),
                   case when bool_or(b.obstacle = 'OVERLAPPING_SESSION') then 'OVERLAPPING_SESSION' else max(b.obstacle) end
            into fit, obstacle
            from (select w.id,
                         case when exists (select from booking o
                                           where o.child_id = w.child_id and o.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                                             and o.period && tstzrange(place.starts_at, place.ends_at))
                                  then 'OVERLAPPING_SESSION'
                              when place.yearly_limit is not null
                                   and places_in_year(w.child_id, place.event_id, year_of(place.starts_at)) >= place.yearly_limit
                                  then 'YEARLY_LIMIT'
                              when missing_consents(w.child_id, place.required_consents) <> '{}' then 'CONSENT_MISSING'
                         end as obstacle
                  from booking w
                  where w.basket_id = waiting.basket_id and w.session_id = target and w.state = 'WAITLISTED') b;
            if waiting.together then
                if obstacle is null and waiting.children > free then
                    obstacle := 'NOT_ENOUGH_SEATS';
                end if;
            elsif cardinality(fit) > 0 then
                fit := fit[1:free];
                obstacle := null;
            end if;
            exit when obstacle is not null;
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
                    obstacle := 'OVERLAPPING_SESSION';
                    exit;
                when unique_violation then
                    -- another place of the year was taken at this moment: judge again
                    attempts := attempts + 1;
                    obstacle := 'YEARLY_LIMIT';
                    exit when attempts >= 5;
            end;
        end loop;
        insert into waitlist_decision (session_id, basket_id, decision, reason, children, seats_free)
        values (target, waiting.basket_id, case when obstacle is null then 'OFFERED' else 'SKIPPED' end,
                coalesce(obstacle, 'FIRST_IN_LINE'),
                case when obstacle is null then cardinality(fit) else waiting.children end,
                case when obstacle is null then free + cardinality(fit) else free end);
    end loop;
    if held > 0 then
        update session set seats_taken = seats_taken + held, waitlist_length = waitlist_length - held where id = target;
    end if;
    return held;
end
$$;
