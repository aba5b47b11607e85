-- Who waits gets what is freed: a place is offered, and held until the offer is accepted or runs out.

alter table event
    -- how long an offer stands; near the start of a session it is shorter
    add column offer_hold interval not null default '12 hours' check (offer_hold between interval '5 minutes' and interval '7 days');

-- Why some wait before others, such as a child in need. Reference data.
create table waitlist_priority (
    code text primary key check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    name text not null,
    -- the highest is served first
    rank integer not null unique
);
insert into waitlist_priority (code, name, rank) values
    ('ORDINARY', '普通', 0),
    ('CHILD_IN_NEED', '困境儿童优先', 100);

alter table booking
    add column wait_together boolean not null default true,
    add column priority text not null default 'ORDINARY' references waitlist_priority,
    add column offer_expires_at timestamptz,
    add constraint booking_offer check ((state = 'OFFERED') = (offer_expires_at is not null)) not valid;
update booking set offer_expires_at = now() where state = 'OFFERED';
alter table booking validate constraint booking_offer;
create index booking_offers on booking (offer_expires_at) where state = 'OFFERED';
create index booking_basket on booking (basket_id);

-- Every decision about who waits, so that it can be explained.
create table waitlist_decision (
    id bigint generated always as identity primary key,
    session_id uuid not null references session,
    basket_id uuid not null,
    decision text not null check (decision in ('OFFERED', 'SKIPPED')),
    reason text not null check (
        reason in ('FIRST_IN_LINE', 'NOT_ENOUGH_SEATS', 'OVERLAPPING_SESSION', 'CONSENT_MISSING')),
    children integer not null check (children > 0),
    seats_free integer not null check (seats_free > 0),
    decided_at timestamptz not null default now(),
    check ((decision = 'OFFERED') = (reason = 'FIRST_IN_LINE'))
);
create index waitlist_decision_basket on waitlist_decision (basket_id, id);
create index waitlist_decision_session on waitlist_decision (session_id) where decision = 'OFFERED';

-- Offers the free places of a session to those who wait, in order, and holds them. To be called in the transaction that
-- frees or adds a place, so that nobody else can book it in between. Gives the number of places that were offered.
create function offer_free_seats(target uuid) returns integer
    language plpgsql as $$
declare
    place record;
    waiting record;
    fit uuid[];
    free integer;
    held integer := 0;
    obstacle text;
begin
    select s.capacity, s.seats_taken, s.starts_at, s.ends_at, s.cancelled_at, e.required_consents, e.offer_hold
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
        obstacle := null;
        select coalesce(array_agg(b.id order by b.id) filter (where not overlapping and consented), '{}'),
               case when bool_or(overlapping) then 'OVERLAPPING_SESSION'
                    when not bool_and(consented) then 'CONSENT_MISSING' end
        into fit, obstacle
        from (select w.id,
                     exists (select from booking o
                             where o.child_id = w.child_id and o.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                               and o.period && tstzrange(place.starts_at, place.ends_at)) as overlapping,
                     missing_consents(w.child_id, place.required_consents) = '{}' as consented
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
        if obstacle is null then
            begin
                update booking
                set state = 'OFFERED',
                    offer_expires_at = least(now() + place.offer_hold,
                                             now() + greatest((place.starts_at - now()) / 4, interval '5 minutes'),
                                             place.starts_at)
                where id = any(fit);
                free := free - cardinality(fit);
                held := held + cardinality(fit);
            exception when exclusion_violation then
                obstacle := 'OVERLAPPING_SESSION';
            end;
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
    return held;
end
$$;

-- Ends the offers of a session that ran out, and all waiting once it has begun; what is freed is offered on.
create function expire_waiting(target uuid) returns integer
    language plpgsql as $$
declare
    offers integer;
    waits integer;
begin
    perform from session where id = target for update;
    with ended as (
        update booking set state = 'EXPIRED', offer_expires_at = null
        where session_id = target and state = 'OFFERED' and offer_expires_at <= now() returning 1)
    select count(*) into offers from ended;
    with ended as (
        update booking b set state = 'EXPIRED' from session s
        where s.id = target and b.session_id = target and b.state = 'WAITLISTED' and s.starts_at <= now() returning 1)
    select count(*) into waits from ended;
    if offers + waits > 0 then
        update session set seats_taken = seats_taken - offers, waitlist_length = waitlist_length - waits where id = target;
        perform offer_free_seats(target);
    end if;
    return offers + waits;
end
$$;
