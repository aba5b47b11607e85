-- Who may collect a child, who may not, and who did. Names, phones and notes are encrypted; the indexes beside them are
-- keyed hashes, to tell that a collector is a person who is barred.

create type collector_relation as enum ('PARENT', 'GRANDPARENT', 'RELATIVE', 'NEIGHBOUR', 'OTHER');

create table collector (
    id uuid primary key,
    child_id uuid not null references child on delete cascade,
    name bytea not null,
    name_index bytea not null,
    phone bytea not null,
    phone_index bytea not null,
    relation collector_relation not null,
    -- days of Asia/Shanghai, both included
    valid_from date not null,
    valid_until date,
    added_by uuid not null references person,
    added_at timestamptz not null default now(),
    removed_by uuid references person,
    removed_at timestamptz,
    check (valid_until >= valid_from),
    check ((removed_by is null) = (removed_at is null))
);
create index collector_child on collector (child_id, id) where removed_at is null;

create table barred_person (
    id uuid primary key,
    child_id uuid not null references child on delete cascade,
    name bytea not null,
    name_index bytea not null,
    phone bytea,
    phone_index bytea,
    note bytea,
    barred_by uuid not null references person,
    barred_at timestamptz not null default now(),
    lifted_by uuid references person,
    lifted_at timestamptz,
    check ((phone is null) = (phone_index is null)),
    check ((lifted_by is null) = (lifted_at is null))
);
create index barred_person_child on barred_person (child_id, id) where lifted_at is null;

-- Whether a person, known by the hash of a name or of a phone, is barred from collecting a child now.
create function is_barred(of_child uuid, called bytea, reached_at bytea) returns boolean
    language sql stable parallel safe
    return exists (
        select from barred_person b
        where b.child_id = of_child and b.lifted_at is null
          and (b.name_index = called or b.phone_index = reached_at));
