-- Who joined an online session, and for how long; and its address, which only those get who may join now.

-- encrypted: it says where children meet with picture and voice. An address that stood here in clear is not taken over.
alter table event drop column online_url;
alter table event add column online_url bytea;
alter table event add constraint event_online_url check (mode = 'IN_PERSON' or online_url is not null) not valid;

create type attendance_mode as enum ('IN_PERSON', 'ONLINE');

alter table attendance
    add column mode attendance_mode not null default 'IN_PERSON',
    -- who was there by picture and voice is here no time, and is handed over to nobody
    add constraint attendance_online_over check (mode = 'IN_PERSON' or left_at is not null),
    drop column departed_id;
alter table attendance
    add column departed_id uuid
        generated always as (case when left_at is not null and mode = 'IN_PERSON' then id end) stored;
alter table attendance
    add constraint attendance_handed_over foreign key (departed_id) references hand_over (attendance_id) not valid;

create table online_join (
    id uuid primary key,
    county_id uuid not null references area,
    session_id uuid not null references session,
    booking_id uuid not null references booking on delete cascade,
    child_id uuid not null references child,
    joined_by uuid not null references person,
    joined_at timestamptz not null default now(),
    -- the last sign of life
    seen_at timestamptz not null default now(),
    left_at timestamptz,
    check (seen_at >= joined_at),
    check (left_at >= joined_at)
);
-- several devices of a child are one
create unique index online_join_open on online_join (booking_id) where left_at is null;
create index online_join_booking on online_join (booking_id, joined_at);
create index online_join_child on online_join (child_id);
create index online_join_unsettled on online_join (session_id) where left_at is null;
