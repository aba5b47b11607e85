-- The service catalogue "5+X": five basic services and those of the station's own, as editable reference data.

-- Pairs of neighbouring characters: Chinese words are short, and a trigram index cannot find two characters.
create function bigrams(value text) returns text[]
    language sql immutable strict parallel safe
    return array(
        select distinct substr(normalize(lower(value), nfkc), i, 2)
        from generate_series(1, greatest(length(normalize(lower(value), nfkc)) - 1, 1)) i);

create table service (
    id uuid primary key,
    code text not null unique check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    name text not null unique check (length(name) between 2 and 40),
    name_en text check (length(name_en) between 2 and 80),
    description text not null default '' check (length(description) <= 1000),
    basic boolean not null,
    -- order in lists, lowest first
    position integer not null default 1000,
    -- a retired service is kept for what was done under it, and offered no more
    retired_at timestamptz,
    search text[] generated always as (bigrams(name || ' ' || coalesce(name_en, '') || ' ' || description)) stored,
    created_at timestamptz not null default now()
);
create index service_by_position on service (position, id);
create index service_search on service using gin (search);
