-- Arrivals and departures that a device recorded while it was offline, each known by its nonce.
create table check_in (
    nonce uuid primary key,
    -- keyed hash of what was uploaded
    payload bytea not null,
    uploaded_at timestamptz not null default now()
);
create index check_in_age on check_in (uploaded_at);

alter type incident_kind add value 'RELEASED_TO_BARRED';
alter type incident_kind add value 'RELEASED_TO_UNLISTED';

-- when it happened, where that was not when it was raised: such an upload is told apart by its nonce
alter table incident add column happened_at timestamptz;
drop index incident_released_twice;
create unique index incident_released_twice on incident (attendance_id, raised_by)
    where kind = 'RELEASED_TWICE' and happened_at is null;
