-- A child whom nobody collects: the clock takes each step once, and others tell of it.
alter type incident_kind add value 'OVERDUE';

create table overdue_step (
    attendance_id uuid not null references attendance on delete cascade,
    -- 0 concerns the guardians, 1 the station's master and the other collectors as well, 2 the federation as well
    step smallint not null check (step between 0 and 2),
    at timestamptz not null default now(),
    primary key (attendance_id, step)
);

-- what the clock raises, it raises once of a kind
drop index incident_by_clock;
create unique index incident_by_clock on incident (attendance_id, kind) where raised_by is null;
