-- Who saw which child's data beyond the own family, written by the transaction that reads it.
create table access_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    person_id uuid not null references person,
    -- no foreign key: the record outlives the child's data
    child_id uuid not null,
    purpose text not null check (purpose ~ '^[A-Z_]{1,40}$'),
    -- the id that the answer and the server's log carry
    request text not null
);
create index access_log_child on access_log (child_id, id);
create index access_log_person on access_log (person_id, id);
