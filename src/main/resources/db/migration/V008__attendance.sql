-- Who came, when, and when they left. Every figure of an outcome is computed from these rows.

create table attendance (
    id uuid primary key,
    county_id uuid not null references area,
    session_id uuid not null references session,
    child_id uuid not null references child,
    booking_id uuid not null references booking,
    arrived_at timestamptz not null,
    arrival_recorded_by uuid not null references person,
    left_at timestamptz,
    departure_recorded_by uuid references person,
    created_at timestamptz not null default now(),
    check ((left_at is null) = (departure_recorded_by is null)),
    check (left_at >= arrived_at)
);
create unique index attendance_once on attendance (booking_id);
-- a child is in one place at a time
create unique index attendance_open on attendance (child_id) where left_at is null;
create index attendance_session on attendance (session_id, id);
create index attendance_arrival on attendance (county_id, arrived_at);
