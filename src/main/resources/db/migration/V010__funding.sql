-- Foundations, what they fund, and which events count toward it. Outcomes are computed, so no table holds any.

create table foundation (
    id uuid primary key,
    name text not null unique check (length(name) between 2 and 60),
    sample boolean not null default false,
    created_at timestamptz not null default now()
);

alter table role_grant add constraint role_grant_foundation
    foreign key (foundation_id) references foundation;
alter table api_client add constraint api_client_foundation
    foreign key (foundation_id) references foundation;
create index role_grant_by_foundation on role_grant (foundation_id) where foundation_id is not null;

-- A competition in which projects win their funding (创投大赛).
create table funding_round (
    id uuid primary key,
    county_id uuid not null references area,
    name text not null check (length(name) between 2 and 60),
    held_on date not null,
    sample boolean not null default false,
    created_at timestamptz not null default now(),
    unique (county_id, name),
    unique (id, county_id)
);

create table project (
    id uuid primary key,
    county_id uuid not null references area,
    round_id uuid,
    title text not null check (length(title) between 2 and 60),
    -- who carries it out
    organisation text not null check (length(organisation) between 2 and 60),
    starts_on date not null,
    ends_on date not null,
    -- from when everyone may see its protected outcomes
    published_at timestamptz,
    sample boolean not null default false,
    search text[] generated always as (bigrams(title || ' ' || organisation)) stored,
    created_at timestamptz not null default now(),
    check (starts_on <= ends_on),
    -- bounds the rows of an outcome report
    check (ends_on < starts_on + 366 * 5),
    foreign key (round_id, county_id) references funding_round (id, county_id)
);
create index project_by_start on project (starts_on, id);
create index project_county on project (county_id);
create index project_search on project using gin (search);

create table budget_line (
    id uuid primary key,
    project_id uuid not null references project on delete cascade,
    position integer not null,
    name text not null check (length(name) between 1 and 60),
    amount numeric(14, 2) not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    unique (project_id, position),
    unique (project_id, name)
);

create table project_grant (
    id uuid primary key,
    project_id uuid not null references project,
    foundation_id uuid not null references foundation,
    amount numeric(14, 2) not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    awarded_on date not null,
    created_at timestamptz not null default now()
);
create index project_grant_project on project_grant (project_id, foundation_id);
create index project_grant_foundation on project_grant (foundation_id, awarded_on, id);

create table project_station (
    project_id uuid not null references project on delete cascade,
    station_id uuid not null references station,
    primary key (project_id, station_id)
);
create index project_station_station on project_station (station_id);

create table project_event (
    project_id uuid not null references project on delete cascade,
    event_id uuid not null references event,
    primary key (project_id, event_id)
);
create index project_event_event on project_event (event_id);
