-- Every departure has its hand-over: to whom, seen by whom, and how the person was known.

create table pick_up_pass (
    id uuid primary key,
    child_id uuid not null references child on delete cascade,
    -- encrypted
    name bytea not null,
    name_index bytea not null,
    -- keyed hash of the code, which is not kept
    code_hash bytea not null,
    -- of Asia/Shanghai
    day date not null,
    -- how often a code was tried for the child since this pass was issued
    attempts integer not null default 0 check (attempts between 0 and 5),
    issued_by uuid not null references person,
    issued_at timestamptz not null default now(),
    used_at timestamptz,
    replaced_at timestamptz,
    check (used_at is null or replaced_at is null)
);
-- a child has one pass at a time, so that its attempts are the child's
create unique index pick_up_pass_in_force on pick_up_pass (child_id) where used_at is null and replaced_at is null;

create type identity_check as enum ('KNOWN_PERSONALLY', 'IDENTITY_CARD', 'PHONE_CALL');

alter table attendance add unique (id, left_at);

create table hand_over (
    attendance_id uuid primary key,
    left_at timestamptz not null,
    collector_id uuid references collector,
    guardian_id uuid references person,
    pass_id uuid unique references pick_up_pass,
    verified_by uuid not null references person,
    verified_how identity_check not null,
    foreign key (attendance_id, left_at) references attendance (id, left_at),
    check (num_nonnulls(collector_id, guardian_id, pass_id) = 1)
);

-- the other direction: nobody has left without a hand-over. Departures from before there were hand-overs stay as they are.
alter table attendance
    add column departed_id uuid generated always as (case when left_at is not null then id end) stored;
alter table attendance
    add constraint attendance_handed_over foreign key (departed_id) references hand_over (attendance_id) not valid;

create type incident_kind as enum ('BARRED_COLLECTOR', 'PASS_LOCKED', 'RELEASED_TWICE');

-- What the station must look into: never deleted, resolved with a note.
create table incident (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    attendance_id uuid not null references attendance,
    kind incident_kind not null,
    -- who came for the child, as far as known
    collector_id uuid references collector,
    guardian_id uuid references person,
    pass_id uuid references pick_up_pass,
    raised_by uuid references person,
    raised_at timestamptz not null default now(),
    resolved_by uuid references person,
    resolved_at timestamptz,
    -- encrypted
    note bytea,
    check (num_nonnulls(resolved_by, resolved_at, note) in (0, 3))
);
create index incident_station on incident (station_id, id);
create unique index incident_released_twice on incident (attendance_id, raised_by) where kind = 'RELEASED_TWICE';
