-- Places are backed by those who care for the children: an event may say how many children one carer looks after, and a
-- session then has as many places as its room and its confirmed carers allow.

alter table event add column children_per_carer smallint check (children_per_carer between 1 and 50);

-- whether those who sign up for a shift care for the children
alter table shift add column caring boolean not null default false;

alter table session
    -- places that the station allows; the capacity is less where there are too few carers
    add column room integer,
    -- the fewest carers at any moment of the session
    add column carers integer not null default 0 check (carers >= 0),
    -- places taken above the capacity since a carer left: nobody loses one, and nobody gets one that is given back
    add column uncovered integer not null default 0 check (uncovered >= 0);
update session set room = capacity;
alter table session
    alter column room set not null,
    add check (room between 1 and 10000),
    drop constraint session_capacity_check,
    add constraint session_capacity_check check (capacity between 0 and room),
    drop constraint session_seats,
    add constraint session_seats check (seats_taken between 0 and least(capacity + uncovered, room));

-- The fewest carers at any moment of a session: sign-ups in force for shifts of care, of volunteers whose background
-- check covers the session's last day. Two who share the day one after the other are one carer.
create function confirmed_carers(of_session uuid, starts_at timestamptz, ends_at timestamptz) returns integer
    language sql stable
    return (
        with carer as (
            select u.period
            from shift f
            join sign_up u on u.shift_id = f.id and u.withdrawn_at is null
            join volunteer v on v.id = u.volunteer_id
            where f.session_id = of_session and f.caring
              and v.cleared_until >= (confirmed_carers.ends_at at time zone 'Asia/Shanghai')::date
        ), moment as (
            select confirmed_carers.starts_at as at
            union
            select upper(c.period) from carer c
            where upper(c.period) > confirmed_carers.starts_at and upper(c.period) < confirmed_carers.ends_at
        )
        select min(m.carers)::integer
        from (select (select count(*) from carer c where c.period @> moment.at) as carers from moment) m);

-- Keeps the capacity. Who sets the capacity sets the room.
create function session_places() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        new.room := coalesce(new.room, new.capacity);
    elsif new.room = old.room and new.capacity <> old.capacity then
        new.room := new.capacity;
    end if;
    if tg_op = 'UPDATE' and (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at)
       and new.ends_at > now() then
        new.carers := confirmed_carers(new.id, new.starts_at, new.ends_at);
    end if;
    new.capacity := least(
        new.room, new.carers * (select e.children_per_carer from event e where e.id = new.event_id));
    new.uncovered := case when tg_op = 'UPDATE'
                          then greatest(0, least(old.seats_taken, new.seats_taken) - new.capacity) else 0 end;
    return new;
end
$$;
create trigger session_places
    before insert or update of capacity, room, carers, uncovered, starts_at, ends_at on session
    for each row execute function session_places();

-- A place that the carers do not cover is gone when it is given back.
create function session_uncovered() returns trigger language plpgsql as $$
begin
    new.uncovered := greatest(0, least(old.seats_taken, new.seats_taken) - new.capacity);
    return new;
end
$$;
create trigger session_uncovered before update of seats_taken on session
    for each row when (old.uncovered > 0) execute function session_uncovered();

-- Those who hold a place or are offered one, in the order they got it.
create function seat_holders(of_session uuid) returns table (booking_id uuid, place bigint)
    language sql stable
    begin atomic
        select b.id, row_number() over (order by b.state = 'OFFERED', coalesce(b.confirmed_at, b.created_at), b.id)
        from booking b
        where b.session_id = of_session and b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED', 'NO_SHOW');
    end;

-- Counts the carers of a session that is not over, in the turn of the session's row; places that are added go to those who
-- wait.
create function recount_carers(target uuid) returns void language plpgsql as $$
declare
    before integer;
    after integer;
begin
    select s.capacity into before from session s where s.id = target and s.ends_at > now() for update;
    if not found then
        return;
    end if;
    update session s set carers = confirmed_carers(s.id, s.starts_at, s.ends_at) where s.id = target
    returning s.capacity into after;
    if after > before then
        perform offer_free_seats(target);
    end if;
end
$$;

-- Sessions whose carers a statement changed, always in the order of their ids.
create function recount_carers(targets uuid[]) returns void language plpgsql as $$
declare
    target uuid;
begin
    for target in select distinct t.id from unnest(targets) t(id) order by t.id loop
        perform recount_carers(target);
    end loop;
end
$$;

create function staff_sign_up() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        -- whoever changes a background check at this moment goes first, and is counted
        perform from volunteer v
        where v.id in (select n.volunteer_id from new_rows n join shift f on f.id = n.shift_id where f.caring)
        order by v.id for share;
        perform recount_carers(array(
            select f.session_id from new_rows n join shift f on f.id = n.shift_id where f.caring));
    elsif tg_op = 'UPDATE' then
        perform recount_carers(array(
            select f.session_id from new_rows n join old_rows o on o.id = n.id join shift f on f.id = n.shift_id
            where f.caring and (n.withdrawn_at, n.period) is distinct from (o.withdrawn_at, o.period)));
    else
        perform recount_carers(array(
            select f.session_id from old_rows o join shift f on f.id = o.shift_id where f.caring));
    end if;
    return null;
end
$$;
create trigger staff_added after insert on sign_up
    referencing new table as new_rows for each statement execute function staff_sign_up();
create trigger staff_changed after update on sign_up
    referencing old table as old_rows new table as new_rows for each statement execute function staff_sign_up();
create trigger staff_removed after delete on sign_up
    referencing old table as old_rows for each statement execute function staff_sign_up();

create function staff_clearance() returns trigger language plpgsql as $$
begin
    perform recount_carers(array(
        select f.session_id
        from new_rows n join old_rows o on o.id = n.id
        join sign_up u on u.volunteer_id = n.id and u.withdrawn_at is null
        join shift f on f.id = u.shift_id and f.caring
        where n.cleared_until is distinct from o.cleared_until));
    return null;
end
$$;
create trigger staff_clearance after update on volunteer
    referencing old table as old_rows new table as new_rows for each statement execute function staff_clearance();

create function staff_shift() returns trigger language plpgsql as $$
begin
    perform recount_carers(new.session_id);
    return null;
end
$$;
create trigger staff_shift after update of caring on shift
    for each row when (old.caring <> new.caring) execute function staff_shift();

-- Another ratio holds for the sessions that are not over.
create function staff_ratio() returns trigger language plpgsql as $$
declare
    target uuid;
begin
    for target in
        select s.id from session s where s.event_id = new.id and s.ends_at > now() order by s.id for update
    loop
        update session set room = room where id = target;
        perform offer_free_seats(target);
    end loop;
    return null;
end
$$;
create trigger staff_ratio after update of children_per_carer on event
    for each row when (old.children_per_carer is distinct from new.children_per_carer) execute function staff_ratio();
