-- Events and their sessions.

create type event_mode as enum ('IN_PERSON', 'ONLINE', 'HYBRID');
create type event_kind as enum ('CLASS', 'CHILDCARE', 'BROADCAST', 'ACTIVITY');

create table event (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    service_id uuid not null references service,
    title text not null check (length(title) between 2 and 80),
    description text not null default '' check (length(description) <= 4000),
    kind event_kind not null,
    mode event_mode not null,
    online_url text check (online_url ~ '^https://'),
    -- completed years on the day of the session
    min_age smallint not null default 0 check (min_age between 0 and 17),
    max_age smallint not null default 17 check (max_age between 0 and 17),
    fee_amount numeric(10, 2) not null default 0 check (fee_amount >= 0),
    fee_currency text not null default 'CNY' check (fee_currency ~ '^[A-Z]{3}$'),
    -- counted back from the start of each session
    booking_opens_before interval not null default '14 days' check (booking_opens_before > interval '0'),
    booking_closes_before interval not null default '1 hour' check (booking_closes_before >= interval '0'),
    cancel_until_before interval not null default '24 hours' check (cancel_until_before >= interval '0'),
    -- purposes that a guardian must have consented to before a child is booked
    required_consents text[] not null default '{CHILD_DATA}',
    published_at timestamptz,
    sample boolean not null default false,
    search text[] generated always as (bigrams(title || ' ' || description)) stored,
    created_at timestamptz not null default now(),
    check (min_age <= max_age),
    check (booking_closes_before < booking_opens_before),
    check (mode = 'IN_PERSON' or online_url is not null),
    -- what a session repeats of its event, so that lists of sessions need no join to filter by it
    unique (id, station_id, service_id)
);
create index event_station on event (station_id);
create index event_service on event (service_id);
create index event_by_creation on event (created_at, id);
create index event_search on event using gin (search);

create table session (
    id uuid primary key,
    county_id uuid not null references area,
    event_id uuid not null,
    station_id uuid not null references station,
    service_id uuid not null references service,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    -- places for children
    capacity integer not null check (capacity between 1 and 10000),
    -- bookings that hold a place; kept by the booking statement, and never above the capacity
    seats_taken integer not null default 0,
    waitlist_length integer not null default 0 check (waitlist_length >= 0),
    booking_opens_at timestamptz not null,
    booking_closes_at timestamptz not null,
    cancel_until timestamptz not null,
    cancelled_at timestamptz,
    created_at timestamptz not null default now(),
    constraint session_seats check (seats_taken between 0 and capacity),
    check (starts_at < ends_at),
    check (ends_at - starts_at <= interval '24 hours'),
    unique (event_id, starts_at),
    foreign key (event_id, station_id, service_id)
        references event (id, station_id, service_id) on update cascade
);
create index session_by_start on session (starts_at, id);
create index session_station_start on session (station_id, starts_at, id);
create index session_event_start on session (event_id, starts_at, id);
