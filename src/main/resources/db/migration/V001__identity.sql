create table person (
    id          uuid primary key,
    name        bytea,
    phone       bytea,
    phone_index bytea,
    locale      text        not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    created_at  timestamptz not null default now()
);

comment on column person.name is 'encrypted';
comment on column person.phone is 'encrypted';
comment on column person.phone_index is 'keyed hash of the phone, to find a person by it';

create index person_phone on person (phone_index) where phone_index is not null;

create table wechat_account (
    openid_index  bytea primary key,
    openid        bytea       not null,
    unionid_index bytea,
    unionid       bytea,
    person_id     uuid        not null references person on delete cascade,
    created_at    timestamptz not null default now()
);

comment on column wechat_account.openid_index is 'keyed hash of the openid';

create index wechat_account_person on wechat_account (person_id);

create table role_grant (
    id            uuid primary key,
    person_id     uuid        not null references person on delete cascade,
    role          text        not null,
    station_id    uuid,
    area_id       uuid,
    foundation_id uuid,
    valid_from    timestamptz not null default now(),
    valid_until   timestamptz,
    constraint role_grant_term check (valid_until > valid_from),
    constraint role_grant_scope check (
        case role
            when 'GUARDIAN' then num_nonnulls(station_id, area_id, foundation_id) = 0
            when 'VOLUNTEER' then num_nonnulls(station_id, area_id, foundation_id) = 0
            when 'ADMIN' then num_nonnulls(station_id, area_id, foundation_id) = 0
            when 'EXECUTIVE' then num_nonnulls(station_id, foundation_id) = 0
            when 'STATION_STAFF' then station_id is not null and num_nonnulls(area_id, foundation_id) = 0
            when 'STATION_MASTER' then station_id is not null and num_nonnulls(area_id, foundation_id) = 0
            when 'FEDERATION' then area_id is not null and num_nonnulls(station_id, foundation_id) = 0
            when 'FOUNDATION' then foundation_id is not null and num_nonnulls(station_id, area_id) = 0
            else false
        end)
);

create index role_grant_person on role_grant (person_id);
create index role_grant_station on role_grant (station_id) where station_id is not null;

create table refresh_family (
    id         uuid primary key,
    person_id  uuid        not null references person on delete cascade,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);

create index refresh_family_person on refresh_family (person_id);

comment on table refresh_family is 'a session: the refresh tokens that descend from one sign-in; revoked as a whole';

create table refresh_token (
    hash       bytea primary key,
    family_id  uuid        not null references refresh_family on delete cascade,
    created_at timestamptz not null default now(),
    used_at    timestamptz,
    expires_at timestamptz not null
);

create index refresh_token_family on refresh_token (family_id);

comment on column refresh_token.hash is 'SHA-256 of a random token of 256 bits';

create table signing_key (
    kid         text primary key,
    generation  integer     not null unique,
    public_jwk  text        not null,
    private_jwk bytea       not null,
    created_at  timestamptz not null default now(),
    retires_at  timestamptz not null
);

comment on column signing_key.generation is 'lets one of several instances that create a key at once succeed';
comment on column signing_key.private_jwk is 'encrypted';

create table api_client (
    client_id     text primary key check (client_id ~ '^[A-Za-z0-9._-]{3,64}$'),
    secret_hash   text        not null,
    foundation_id uuid        not null,
    name          text        not null,
    created_at    timestamptz not null default now(),
    disabled_at   timestamptz
);

create table demo_persona (
    persona   text primary key,
    person_id uuid not null references person on delete cascade
);

comment on table demo_persona is 'filled by the sample data only';
