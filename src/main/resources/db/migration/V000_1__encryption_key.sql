-- Which keys values were encrypted with. The keys themselves are files outside of the database.
create table encryption_key (
  key_id     bigint      not null,
  purpose    text        not null check (purpose in ('FIELDS', 'BLIND_INDEX', 'SIGNATURES')),
  created_at timestamptz not null default now(),
  primary key (key_id, purpose)
);
