-- What others must be told. A row is written by the transaction that makes the change, and so exactly when it commits;
-- NOTIFY is left to the relay, since in a hot transaction it costs two thirds of the throughput.

create table outbox (
    id bigint generated always as identity primary key,
    -- what kind of object changed, such as 'session'
    topic text not null check (topic ~ '^[a-z_]{1,40}$'),
    subject uuid not null,
    -- what receivers cannot read from the object itself
    payload jsonb,
    created_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

create function outbox_session() returns trigger language plpgsql as $$
begin
    insert into outbox (topic, subject) values ('session', new.id);
    return null;
end $$;

create trigger session_changed
    after update on session
    for each row
    when ((old.seats_taken, old.waitlist_length, old.capacity, old.starts_at, old.ends_at, old.cancelled_at,
            old.booking_opens_at, old.booking_closes_at, old.cancel_until)
        is distinct from
          (new.seats_taken, new.waitlist_length, new.capacity, new.starts_at, new.ends_at, new.cancelled_at,
            new.booking_opens_at, new.booking_closes_at, new.cancel_until))
    execute function outbox_session();
