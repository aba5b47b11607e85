-- In whose care a child is, and until when: the one place that alarms, incidents, departures and erasure ask.

create or replace function local_day(at timestamptz) returns date
    language sql immutable strict parallel safe
    return (at at time zone 'Asia/Shanghai')::date;

-- How long after a session the next one may begin, so that a child goes on to it; as early as arrivals are recorded.
create or replace function moving_gap() returns interval
    language sql immutable parallel safe
    return interval '2 hours';

-- How this child leaves an event of such a custody. It goes alone only with the guardian's consent in force, from its eighth
-- birthday on, and not while somebody whom the family barred is about.
create or replace function custody_of(of_child uuid, rule custody_kind, day date) returns custody_kind
    language sql stable
    return case
        when rule <> 'LEAVES_ALONE' then rule
        when exists (select from child c
                     where c.id = of_child and completed_years(c.birth_date, day) >= 8
                       and missing_consents(c.id, '{LEAVES_ALONE}') = '{}')
            and not exists (select from booking b join incident i on i.booking_id = b.id
                            where b.child_id = of_child and i.resolved_at is null
                              and i.kind in ('BARRED_COLLECTOR', 'BROUGHT_BY_BARRED'))
            then 'LEAVES_ALONE'
        else 'HAND_OVER'
    end;

create or replace function custody_at(of_child uuid, at_session uuid) returns custody_kind
    language sql stable
    return (select custody_of(of_child, e.custody, (s.starts_at at time zone 'Asia/Shanghai')::date)
            from session s join event e on e.id = s.event_id where s.id = at_session);

-- When the last of the sessions ends through which a child stays at a station: those that it has a place in, each of which
-- adjoins the one before. A place that was given up counts until then, so that nobody is late for what nobody could know.
create or replace function stay_ends(of_child uuid, at_session uuid) returns timestamptz
    language sql stable
    begin atomic
        with recursive link(station_id, ends_at, goes_on) as (
            select s.station_id, s.ends_at, true from session s where s.id = at_session
            union
            select l.station_id,
                   case when b.state = 'CONFIRMED' and n.cancelled_at is null then n.ends_at
                        else least(n.ends_at, coalesce(b.cancelled_at, b.missed_at, n.cancelled_at)) end,
                   b.state = 'CONFIRMED' and n.cancelled_at is null
            from link l
            join booking b on b.child_id = of_child
                and (b.state in ('CONFIRMED', 'NO_SHOW') or b.state = 'CANCELLED' and b.confirmed_at is not null)
            join session n on n.id = b.session_id and n.station_id = l.station_id
            join event e on e.id = n.event_id and e.custody <> 'NONE'
            where l.goes_on and n.starts_at between l.ends_at and l.ends_at + moving_gap()
        )
        select max(ends_at) from link;
    end;

-- Whether a child is here whom somebody must collect by now.
create or replace function awaits_collection(stay attendance) returns boolean
    language sql stable
    return stay.left_at is null
        and custody_at(stay.child_id, stay.session_id) = 'HAND_OVER'
        and stay_ends(stay.child_id, stay.session_id) <= now();

-- Marks stays whose departure nobody recorded, and nobody had to: the child was in its guardian's care, or free to go. Half
-- an hour after the session, or at once where it is known that the child is not there. Nobody in the station's care is.
create or replace function close_stays(of_child uuid, is_elsewhere boolean) returns bigint
    language sql volatile
    begin atomic
        with due as (
            select a.id, greatest(a.arrived_at, least(now(), s.ends_at)) as until
            from attendance a
            join session s on s.id = a.session_id
            join event e on e.id = s.event_id
            where a.left_at is null and e.custody <> 'HAND_OVER'
              and (of_child is null or a.child_id = of_child)
              and (is_elsewhere or s.ends_at + interval '30 minutes' <= now())
              and custody_at(a.child_id, a.session_id) <> 'HAND_OVER'
            order by a.id limit 1000
            for update of a skip locked
        ), closed as (
            update attendance a set left_at = d.until from due d where a.id = d.id returning a.id, a.left_at
        ), marked as (
            insert into hand_over (attendance_id, left_at, kind) select c.id, c.left_at, 'NOT_RECORDED' from closed c
        )
        select count(*) from closed;
    end;

-- The day from which on who might collect a child still may: that on which the session began at which it is. Null where it
-- is not there.
create or replace function collected_since(of_booking uuid) returns date
    language sql stable
    return (select local_day(s.starts_at) from attendance a join session s on s.id = a.session_id
            where a.booking_id = of_booking and a.left_at is null);

-- Whether a collector is on the list at a moment, or was on a day since that one: whom the list names may come at midnight.
create or replace function may_collect(k collector, since date, at timestamptz) returns boolean
    language sql stable
    return coalesce(k.removed_at > at, true) and k.valid_from <= local_day(at)
        and coalesce(k.valid_until >= least(since, local_day(at)), true);

-- Whether a one-day pass works on the day of a moment, or on a day since that one.
create or replace function pass_works(p pick_up_pass, since date, at timestamptz) returns boolean
    language sql stable
    return p.used_at is null and p.replaced_at is null and p.day between least(since, local_day(at)) and local_day(at);
