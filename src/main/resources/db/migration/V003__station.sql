-- Areas, stations and what they are equipped with.

create type area_level as enum ('CITY', 'TOWN', 'COMMUNITY');

create table area (
    id uuid primary key,
    parent_id uuid references area,
    -- GB/T 2260 (6 digits), GB/T 10114 (9) or the statistical code of a community (12)
    code text not null unique check (code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
    name text not null check (length(name) between 1 and 60),
    level area_level not null,
    -- this area and all above it, from the city down
    path uuid[] not null,
    check ((level = 'CITY') = (parent_id is null)),
    check (path[cardinality(path)] = id)
);
create index area_path on area using gin (path);
create index area_parent on area (parent_id);

create type station_origin as enum ('UPGRADED', 'NEWLY_BUILT', 'CREATED_IN_PLACE');

create table station (
    id uuid primary key,
    county_id uuid not null references area,
    area_id uuid not null references area,
    name text not null check (length(name) between 2 and 60),
    address text not null check (length(address) between 2 and 120),
    introduction text not null default '' check (length(introduction) <= 2000),
    -- WGS 84 degrees; other datums are computed
    latitude double precision not null check (latitude between -90 and 90),
    longitude double precision not null check (longitude between -180 and 180),
    phone text check (phone ~ '^[0-9+ -]{5,20}$'),
    origin station_origin not null,
    opened_on date not null,
    sample boolean not null default false,
    search text[] generated always as (bigrams(name || ' ' || address)) stored,
    created_at timestamptz not null default now()
);
create unique index station_name on station (area_id, name);
create index station_area on station (area_id);
create index station_county_name on station (county_id, name, id);
create index station_by_name on station (name, id);
create index station_search on station using gin (search);
create index station_position on station using gist (ll_to_earth(latitude, longitude));

create table facility (
    id uuid primary key,
    station_id uuid not null references station on delete cascade,
    name text not null check (length(name) between 1 and 40),
    -- persons who may use it at once; null where it has no such limit
    capacity integer check (capacity > 0),
    wheelchair_accessible boolean not null default false,
    unique (station_id, name)
);

create table opening_hours (
    station_id uuid not null references station on delete cascade,
    -- ISO 8601: 1 is Monday
    day_of_week smallint not null check (day_of_week between 1 and 7),
    opens_at time not null,
    closes_at time not null,
    primary key (station_id, day_of_week, opens_at),
    check (opens_at < closes_at)
);

create table station_service (
    station_id uuid not null references station on delete cascade,
    service_id uuid not null references service,
    primary key (station_id, service_id)
);
create index station_service_service on station_service (service_id);
