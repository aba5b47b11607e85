-- What families are told. Triggers write a message in the transaction that changes a booking, so that the booking need not
-- know of messages, and none is lost or sent for a change that is undone.

create type message_kind as enum (
    'BOOKING_CONFIRMED', 'OFFER', 'REMINDER', 'RECONFIRM', 'CHANGE', 'CANCELLATION', 'PICK_UP_ALARM');
create type message_state as enum ('PENDING', 'SENT', 'UNREACHABLE', 'FAILED', 'OBSOLETE');

create table message (
    -- random, since triggers make it and PostgreSQL before 18 cannot make a UUIDv7
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    kind message_kind not null,
    -- it is about the bookings of a basket in a session; this is the first of them that gave rise to it
    booking_id uuid not null references booking on delete cascade,
    basket_id uuid not null,
    -- no foreign key, which would wait for whoever holds the session's row
    session_id uuid not null,
    -- tells apart what happens more than once to the same bookings
    cause text not null,
    created_at timestamptz not null default now(),
    due_at timestamptz not null default now(),
    state message_state not null default 'PENDING',
    attempts smallint not null default 0 check (attempts >= 0),
    -- while it is being sent: when whoever sends it is given up
    next_attempt_at timestamptz not null default now(),
    in_flight boolean not null default false,
    -- the template whose credit it has taken
    paid_by text,
    -- WeChat's last answer
    errcode integer,
    -- why it was not sent
    failure text check (failure ~ '^[A-Z_]{1,40}$'),
    settled_at timestamptz,
    read_at timestamptz,
    constraint message_once unique (session_id, basket_id, person_id, kind, cause),
    check ((state = 'PENDING') = (settled_at is null)),
    check (state = 'PENDING' or not in_flight)
);
create index message_due on message (next_attempt_at) where state = 'PENDING';
create index message_person on message (person_id, created_at, id);
create index message_booking on message (booking_id);

-- Where a confirmation waits a moment, the tap that allows it has arrived before it is sent.
create function message_of_new_booking() returns trigger language plpgsql as $$
begin
    insert into message (person_id, kind, booking_id, basket_id, session_id, cause, due_at, next_attempt_at)
    select distinct on (n.session_id, n.basket_id, n.booked_by)
           n.booked_by, 'BOOKING_CONFIRMED', n.id, n.basket_id, n.session_id, n.id::text,
           now() + interval '15 seconds', now() + interval '15 seconds'
    from new_rows n
    where n.state = 'CONFIRMED' and lower(n.period) > now()
    order by n.session_id, n.basket_id, n.booked_by, n.id
    on conflict on constraint message_once do nothing;
    return null;
end $$;
create trigger message_of_new_booking after insert on booking
    referencing new table as new_rows for each statement execute function message_of_new_booking();

-- Who booked is told of a place or an offer, and asked to reconfirm; every guardian of the family, that the station took a
-- place back.
create function message_of_booking() returns trigger language plpgsql as $$
begin
    insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
    select distinct on (t.session_id, t.basket_id, g.person_id, t.kind)
           g.person_id, t.kind, t.id, t.basket_id, t.session_id, t.cause
    from (select n.*, (case n.state when 'CONFIRMED' then 'BOOKING_CONFIRMED' when 'OFFERED' then 'OFFER'
                                    else 'CANCELLATION' end)::message_kind as kind, n.id::text as cause
          from new_rows n join old_rows o on o.id = n.id and o.state <> n.state
          where n.state in ('CONFIRMED', 'OFFERED')
             or n.cancellation_cause in ('SESSION_CANCELLED', 'SESSION_MOVED', 'NOT_RECONFIRMED')
          union all
          select n.*, 'RECONFIRM', extract(epoch from n.reconfirm_by)::text
          from new_rows n join old_rows o on o.id = n.id and o.reconfirm_by is distinct from n.reconfirm_by
          where n.state = 'CONFIRMED' and n.reconfirm_by > now()) t
    join child c on c.id = t.child_id
    join family_guardian g on g.family_id = c.family_id and (g.person_id = t.booked_by or t.kind = 'CANCELLATION')
    where upper(t.period) > now()
    order by t.session_id, t.basket_id, g.person_id, t.kind, t.id
    on conflict on constraint message_once do nothing;
    return null;
end $$;
create trigger message_of_booking after update on booking
    referencing old table as old_rows new table as new_rows
    for each statement execute function message_of_booking();

create function message_of_session() returns trigger language plpgsql as $$
begin
    insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
    select distinct on (b.basket_id, g.person_id)
           g.person_id, 'CHANGE', b.id, b.basket_id, new.id, extract(epoch from now())::text
    from booking b
    join child c on c.id = b.child_id
    join family_guardian g on g.family_id = c.family_id
    where b.session_id = new.id and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED')
    order by b.basket_id, g.person_id, b.id
    on conflict on constraint message_once do nothing;
    return null;
end $$;
create trigger message_of_session after update of starts_at, ends_at on session for each row
    when ((old.starts_at, old.ends_at) is distinct from (new.starts_at, new.ends_at)
          and new.cancelled_at is null and greatest(old.starts_at, new.starts_at) > now())
    execute function message_of_session();

-- Siblings whom nobody collected are one alarm to each guardian.
create function message_of_overdue_step() returns trigger language plpgsql as $$
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
    return null;
end $$;
create trigger message_of_overdue_step after insert on overdue_step
    referencing new table as new_rows for each statement execute function message_of_overdue_step();

-- A tap in the mini-program grants one send of each template that the parent accepts. WeChat tells nobody how many are
-- left, and so they are counted here: entries are only ever added, and the balance is their sum.
create table message_credit (
    person_id uuid not null references person on delete cascade,
    -- as WeChat calls it
    template text not null,
    balance integer not null default 0,
    primary key (person_id, template),
    constraint message_credit_balance check (balance >= 0)
);

create table message_credit_entry (
    id bigint generated always as identity primary key,
    person_id uuid not null references person on delete cascade,
    template text not null,
    amount integer not null check (amount <> 0),
    -- GONE: WeChat says that none is left
    reason text not null check (reason in ('TAP', 'SPENT', 'GIVEN_BACK', 'GONE')),
    message_id uuid,
    created_at timestamptz not null default now(),
    check ((reason in ('TAP', 'GIVEN_BACK')) = (amount > 0)),
    check ((reason = 'TAP') = (message_id is null))
);
create index message_credit_entry_person on message_credit_entry (person_id, template);
-- a message takes one credit, gives back what it took, and may then take one again
create index message_credit_entry_message on message_credit_entry (message_id) where message_id is not null;

create function count_message_credit() returns trigger language plpgsql as $$
begin
    -- two statements, since the constraint would judge an insert before it finds the conflict
    insert into message_credit (person_id, template) values (new.person_id, new.template) on conflict do nothing;
    update message_credit c set balance = c.balance + new.amount
    where c.person_id = new.person_id and c.template = new.template;
    return null;
end $$;
create trigger message_credit_counted
    after insert on message_credit_entry for each row execute function count_message_credit();

create function refuse_message_credit_change() returns trigger language plpgsql as $$
begin
    -- goes with the account
    if tg_op = 'DELETE' and not exists (select from person p where p.id = old.person_id and p.erased_at is null) then
        return old;
    end if;
    raise exception 'message_credit_entry is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger message_credit_entry_kept
    before update or delete on message_credit_entry for each row execute function refuse_message_credit_change();

create function forget_messages() returns trigger language plpgsql as $$
begin
    delete from message where person_id = new.id;
    delete from message_credit_entry where person_id = new.id;
    delete from message_credit where person_id = new.id;
    return null;
end $$;
create trigger messages_forgotten after update of erased_at on person for each row
    when (old.erased_at is null and new.erased_at is not null) execute function forget_messages();
