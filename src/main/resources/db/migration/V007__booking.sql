-- Bookings: never more than the session has places for, never one child in two places at once.

create type booking_state as enum (
    'WAITLISTED', 'OFFERED', 'CONFIRMED', 'CANCELLED', 'ATTENDED', 'NO_SHOW', 'EXPIRED');

create table booking (
    id uuid primary key,
    county_id uuid not null references area,
    session_id uuid not null references session,
    child_id uuid not null references child,
    -- the children of one family that were booked together
    basket_id uuid not null,
    state booking_state not null,
    booked_by uuid not null references person,
    -- the time of the session, repeated for the constraint below
    period tstzrange not null,
    created_at timestamptz not null default now(),
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    cancelled_by uuid references person,
    check ((state = 'CANCELLED') = (cancelled_at is not null))
);
create unique index booking_once on booking (session_id, child_id)
    where state in ('WAITLISTED', 'OFFERED', 'CONFIRMED', 'ATTENDED');
alter table booking add constraint booking_no_overlap
    exclude using gist (child_id with =, period with &&)
    where (state in ('OFFERED', 'CONFIRMED', 'ATTENDED'));
create index booking_child on booking (child_id, id);
create index booking_session on booking (session_id, id);
create index booking_waitlist on booking (session_id, created_at, id) where state = 'WAITLISTED';
