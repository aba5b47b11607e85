-- Volunteers, their teams, and shifts on sessions. Hours are computed from clock-in and clock-out, never written.

-- What a volunteer can do; reference data that the federation edits.
create table skill (
    code text primary key check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    name text not null unique check (length(name) between 1 and 20),
    name_en text not null check (length(name_en) between 1 and 40),
    position integer not null default 1000
);

-- What a helper of a neighbourhood stands for.
create table volunteer_role (
    code text primary key check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    name text not null unique check (length(name) between 1 and 20),
    name_en text not null check (length(name_en) between 1 and 40),
    position integer not null default 1000
);

insert into volunteer_role (code, name, name_en, position) values
    ('SAFETY', '安全员', 'Safety', 1),
    ('INFORMATION', '信息员', 'Information', 2),
    ('MEDIATION', '调解员', 'Mediation', 3),
    ('SERVICE', '服务员', 'Service', 4),
    ('PUBLICITY', '宣传员', 'Publicity', 5);

insert into skill (code, name, name_en, position) values
    ('CALLIGRAPHY', '书法', 'Calligraphy', 1),
    ('PAINTING', '绘画', 'Painting', 2),
    ('MUSIC', '音乐', 'Music', 3),
    ('SPORT', '体育', 'Sport', 4),
    ('TUTORING', '课业辅导', 'Tutoring', 5),
    ('CHILDCARE', '儿童看护', 'Childcare', 6),
    ('FIRST_AID', '急救', 'First aid', 7),
    ('COUNSELLING', '心理疏导', 'Counselling', 8),
    ('LAW', '法律', 'Law', 9),
    ('PHOTOGRAPHY', '摄影', 'Photography', 10);

create table volunteer (
    id uuid primary key,
    county_id uuid not null references area,
    person_id uuid not null unique references person on delete cascade,
    station_id uuid not null references station,
    -- encrypted
    display_name bytea not null,
    -- encrypted
    phone bytea,
    joined_on date not null default (now() at time zone 'Asia/Shanghai')::date,
    -- the last day that the yearly background check covers
    cleared_until date,
    cleared_by uuid references person,
    created_at timestamptz not null default now(),
    check ((cleared_until is null) = (cleared_by is null))
);
create index volunteer_station on volunteer (station_id, joined_on, id);
create index volunteer_by_join on volunteer (joined_on, id);

create table volunteer_skill (
    volunteer_id uuid not null references volunteer on delete cascade,
    skill_code text not null references skill,
    primary key (volunteer_id, skill_code)
);
create index volunteer_skill_skill on volunteer_skill (skill_code);

create table team (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    name text not null check (length(name) between 2 and 40),
    role_code text references volunteer_role,
    leader_id uuid not null,
    created_at timestamptz not null default now(),
    constraint team_name unique (station_id, name)
);

create table team_member (
    team_id uuid not null references team on delete cascade,
    volunteer_id uuid not null references volunteer on delete cascade,
    joined_at timestamptz not null default now(),
    primary key (team_id, volunteer_id)
);
create index team_member_volunteer on team_member (volunteer_id);
-- a leader is a member
alter table team add constraint team_leader foreign key (id, leader_id)
    references team_member (team_id, volunteer_id) deferrable initially deferred;

create table shift (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    session_id uuid not null references session,
    role_code text references volunteer_role,
    -- who signs up must have it
    skill_code text references skill,
    needed integer not null check (needed between 1 and 200),
    -- kept by the sign-up statement, and never above the number needed
    taken integer not null default 0,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    created_at timestamptz not null default now(),
    constraint shift_places check (taken between 0 and needed),
    check (starts_at < ends_at),
    check (ends_at - starts_at <= interval '24 hours')
);
create index shift_session on shift (session_id, starts_at, id);
create index shift_station on shift (station_id, starts_at, id);

create table sign_up (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    shift_id uuid not null references shift,
    volunteer_id uuid not null references volunteer on delete cascade,
    -- the time of the shift, repeated for the constraint below
    period tstzrange not null,
    withdrawn_at timestamptz,
    arrived_at timestamptz,
    arrival_recorded_by uuid references person,
    left_at timestamptz,
    departure_recorded_by uuid references person,
    created_at timestamptz not null default now(),
    check (withdrawn_at is null or arrived_at is null),
    check ((arrived_at is null) = (arrival_recorded_by is null)),
    check ((left_at is null) = (departure_recorded_by is null)),
    check (left_at is null or left_at >= arrived_at),
    check (left_at is null or arrived_at is not null),
    constraint sign_up_no_overlap exclude using gist (volunteer_id with =, period with &&)
        where (withdrawn_at is null)
);
create unique index sign_up_once on sign_up (shift_id, volunteer_id) where withdrawn_at is null;
create index sign_up_volunteer on sign_up (volunteer_id, lower(period), id);

-- Hours credited: the time between clock-in and clock-out that lies within the shift, so that a late clock-out adds
-- nothing. A shift without a clock-out has no row.
create view shift_hours as
    select u.id as sign_up_id, u.shift_id, s.session_id, s.station_id, s.county_id, u.volunteer_id, s.starts_at,
           round(greatest(extract(epoch from least(u.left_at, s.ends_at) - greatest(u.arrived_at, s.starts_at)), 0)
                 / 3600, 2) as hours
    from sign_up u join shift s on s.id = u.shift_id
    where u.withdrawn_at is null and u.left_at is not null;
