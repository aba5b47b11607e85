-- Reconfirm to keep: families are asked before a session whether the child still comes, and silence frees the place.

alter table event
    -- how long before a session; null: nobody is asked
    add column reconfirm_before interval check (reconfirm_before between interval '2 hours' and interval '14 days'),
    -- how long they have to answer
    add column reconfirm_answer interval not null default '24 hours' check (reconfirm_answer >= interval '1 hour'),
    add constraint event_reconfirm check (reconfirm_answer < reconfirm_before);
create index event_reconfirm on event (id) where reconfirm_before is not null;

alter table booking
    -- the last moment to answer; null until asked
    add column reconfirm_by timestamptz,
    add column reconfirmed_at timestamptz,
    add constraint booking_reconfirm check (reconfirmed_at is null or reconfirm_by is not null);
create index booking_unanswered on booking (reconfirm_by)
    where state = 'CONFIRMED' and reconfirm_by is not null and reconfirmed_at is null;

-- Whether the family is asked at this moment and has not answered.
create function reconfirm_open(b booking) returns boolean
    language sql stable parallel safe
    return b.state = 'CONFIRMED' and b.reconfirmed_at is null and coalesce(now() < b.reconfirm_by, false);

-- Frees the places of a session whose families were asked and did not answer in time, and offers them on.
create function free_unconfirmed(target uuid) returns integer
    language plpgsql as $$
declare
    freed integer;
begin
    perform from session where id = target and cancelled_at is null and starts_at > now() for update;
    if not found then
        return 0;
    end if;
    with silent as (
        update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'NOT_RECONFIRMED'
        where session_id = target and state = 'CONFIRMED' and reconfirm_by <= now() and reconfirmed_at is null
        returning 1)
    select count(*) into freed from silent;
    if freed > 0 then
        update session set seats_taken = seats_taken - freed where id = target;
        perform offer_free_seats(target);
    end if;
    return freed;
end
$$;

-- Who is booked in a session that moves is asked again.
create function booking_ask_again() returns trigger language plpgsql as $$
begin
    new.reconfirm_by := null;
    new.reconfirmed_at := null;
    return new;
end
$$;
create trigger booking_ask_again before update of period on booking for each row
    when (old.period <> new.period) execute function booking_ask_again();
