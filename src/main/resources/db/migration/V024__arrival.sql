-- Who brought a child and what to know about its health today; and arrivals by a code that the family shows.
alter table attendance
    -- encrypted
    add column health_note bytea,
    add column brought_by_collector uuid references collector on delete set null,
    add column brought_by_guardian uuid references person,
    -- encrypted: somebody on no list
    add column brought_by_name bytea,
    add check (num_nonnulls(brought_by_collector, brought_by_guardian, brought_by_name) <= 1);
create index attendance_brought_by on attendance (brought_by_collector) where brought_by_collector is not null;

-- A code is used once, also when the arrival that it recorded is taken back.
create table arrival_code_use (
    nonce uuid primary key,
    booking_id uuid not null references booking on delete cascade,
    expires_at timestamptz not null,
    used_at timestamptz not null default now()
);
create index arrival_code_use_expiry on arrival_code_use (expires_at);
create index arrival_code_use_booking on arrival_code_use (booking_id);

alter type incident_kind add value 'BROUGHT_BY_BARRED';
-- who came, encrypted, when it was somebody on no list
alter table incident add column name bytea;
