-- Keys of requests that create something: claimed in the transaction that does the work, kept for 24 hours.

create table idempotency_key (
    person_id uuid not null references person on delete cascade,
    key uuid not null,
    operation text not null,
    -- SHA-256 of what was asked for
    payload_hash bytea not null check (length(payload_hash) = 32),
    -- what the work created; null only while its transaction runs
    result uuid[],
    created_at timestamptz not null default now(),
    primary key (person_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
