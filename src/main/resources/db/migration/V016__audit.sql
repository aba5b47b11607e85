-- Who did and saw what of children's data. Entries are only ever added: by triggers, in the transaction of the work, and
-- so whoever writes; a relay chains them afterwards, so that no two families wait for each other.

create table audit_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    -- null for what the system does by itself; no foreign keys, since the record outlives what it tells of
    actor uuid,
    -- the role that the actor acted in, where it is bound to a station
    role text,
    station_id uuid,
    action text not null check (action ~ '^[A-Z_]{1,60}$'),
    child_id uuid,
    -- the row that was written
    subject uuid,
    -- why data beyond the own family was looked at
    reason text check (reason ~ '^[A-Z_]{1,40}$'),
    -- the id that the answer and the server's log carry
    request_id text
);
create index audit_entry_child on audit_entry (child_id, id) where child_id is not null;
create index audit_entry_actor on audit_entry (actor, id) where actor is not null;
create index audit_entry_at on audit_entry (at);

-- Entries that wait for the chain.
create table audit_pending (
    entry_id bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- The chain: the hash of each entry and of the hash before it.
create table audit_link (
    position bigint primary key check (position > 0),
    entry_id bigint not null unique,
    hash bytea not null check (length(hash) = 32)
);

-- The end of each batch of links, signed with a key that is not in the database.
create table audit_seal (
    position bigint primary key,
    entry_id bigint not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    signature bytea not null
);
create index audit_seal_time on audit_seal (sealed_at);

create function audit_await() returns trigger language plpgsql as $$
begin
    insert into audit_pending select id from written;
    return null;
end $$;
create trigger audit_await after insert on audit_entry
    referencing new table as written for each statement execute function audit_await();

-- Only what is past the shortest period that such records must be kept for can be removed.
create function audit_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'audit_entry' then
        if old.at < now() - interval '3 years' then
            return old;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_refuse before update or delete on audit_entry for each row execute function audit_refuse();
create trigger audit_refuse before update or delete on audit_link for each row execute function audit_refuse();
create trigger audit_refuse before update or delete on audit_seal for each row execute function audit_refuse();
create trigger audit_refuse_all before truncate on audit_entry for each statement execute function audit_refuse();
create trigger audit_refuse_all before truncate on audit_link for each statement execute function audit_refuse();
create trigger audit_refuse_all before truncate on audit_seal for each statement execute function audit_refuse();
-- also in sessions that say they replicate
alter table audit_entry enable always trigger audit_await;
alter table audit_entry enable always trigger audit_refuse;
alter table audit_entry enable always trigger audit_refuse_all;
alter table audit_link enable always trigger audit_refuse;
alter table audit_link enable always trigger audit_refuse_all;
alter table audit_seal enable always trigger audit_refuse;
alter table audit_seal enable always trigger audit_refuse_all;

-- What the hash of an entry covers: every column, in a form that no setting of a session changes.
create function audit_content(e audit_entry) returns bytea
    language sql stable
    return convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.role, e.station_id,
                          e.action, e.child_id, e.subject, e.reason, e.request_id)::text, 'UTF8');

-- Chains up to so many waiting entries, and gives the new end to be sealed; no row when there is nothing to chain or
-- another server does it at this moment.
create function audit_chain(
    batch integer, out link_position bigint, out link_entry bigint, out link_hash bytea, out links integer)
    returns setof record language plpgsql as $$
declare
    taken bigint[];
    e audit_entry;
begin
    if not pg_try_advisory_xact_lock(7216016) then
        return;
    end if;
    with gone as (
        delete from audit_pending
        where entry_id = any (array(select p.entry_id from audit_pending p order by p.entry_id limit batch))
        returning entry_id)
    select array_agg(entry_id) into taken from gone;
    select l.position, l.hash into link_position, link_hash from audit_link l order by l.position desc limit 1;
    -- links that were cut off leave a gap, which the verification finds
    link_position := greatest(coalesce(link_position, 0), (select coalesce(max(s.position), 0) from audit_seal s));
    link_hash := coalesce(link_hash, '');
    links := 0;
    for e in select * from audit_entry a where a.id = any (taken) order by a.id loop
        link_position := link_position + 1;
        link_entry := e.id;
        link_hash := sha256(link_hash || audit_content(e));
        links := links + 1;
        insert into audit_link values (link_position, link_entry, link_hash);
    end loop;
    if links > 0 then
        return next;
    end if;
end $$;

-- The role in which a person acts at a station.
create function role_at(person uuid, station uuid) returns text
    language sql stable
    return (
        select g.role from role_grant g
        where g.person_id = person and g.valid_from <= now() and (g.valid_until is null or g.valid_until > now())
          and (g.station_id = station or g.role in ('FEDERATION', 'ADMIN'))
        order by g.station_id is null, g.role limit 1);

-- What was recorded so far of looks at children's data.
insert into audit_entry (at, actor, action, child_id, reason, request_id)
select at, person_id, 'CHILD_SEEN', child_id, purpose, request from access_log order by id;
drop table access_log;

-- Who changed the child last.
alter table child add column changed_by uuid references person;

create function audit_booking() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.booked_by, 'BOOKING_' || n.state, n.child_id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject)
        select case when n.state = 'CANCELLED' then n.cancelled_by end, 'BOOKING_' || n.state, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id where n.state <> o.state;
    else
        insert into audit_entry (action, child_id, subject) select 'BOOKING_REMOVED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_attendance() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject)
        select n.arrival_recorded_by, role_at(n.arrival_recorded_by, s.station_id), s.station_id, 'ARRIVAL_RECORDED',
               n.child_id, n.id
        from new_rows n join session s on s.id = n.session_id;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject)
        select n.departure_recorded_by, role_at(n.departure_recorded_by, s.station_id), s.station_id,
               case when o.left_at is null and n.left_at is not null then 'DEPARTURE_RECORDED'
                    else 'ATTENDANCE_CHANGED' end, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id join session s on s.id = n.session_id;
    else
        insert into audit_entry (action, child_id, subject) select 'ATTENDANCE_REMOVED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_child() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.changed_by, 'CHILD_ADDED', n.id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.changed_by, 'CHILD_CHANGED', n.id, n.id from new_rows n;
    else
        insert into audit_entry (action, child_id, subject) select 'CHILD_REMOVED', o.id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_consent() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject, reason)
        select n.given_by, 'CONSENT_GIVEN', n.child_id, n.id, n.purpose::text from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject, reason)
        select n.withdrawn_by, case when n.withdrawn_at is null then 'CONSENT_CHANGED' else 'CONSENT_WITHDRAWN' end,
               n.child_id, n.id, n.purpose::text from new_rows n;
    else
        insert into audit_entry (action, child_id, subject, reason)
        select 'CONSENT_REMOVED', o.child_id, o.id, o.purpose::text from old_rows o;
    end if;
    return null;
end $$;

create function audit_sign_up() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, subject)
        select v.person_id, 'VOLUNTEER', n.station_id, 'SHIFT_SIGNED_UP', n.id
        from new_rows n join volunteer v on v.id = n.volunteer_id;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, role, station_id, action, subject)
        select c.actor, role_at(c.actor, n.station_id), n.station_id, c.action, n.id
        from new_rows n join old_rows o on o.id = n.id join volunteer v on v.id = n.volunteer_id
        cross join lateral (values
            (n.withdrawn_at is not null and o.withdrawn_at is null, v.person_id, 'SHIFT_WITHDRAWN'),
            (n.arrived_at is distinct from o.arrived_at, n.arrival_recorded_by, 'SHIFT_ARRIVAL_RECORDED'),
            (n.left_at is distinct from o.left_at, n.departure_recorded_by, 'SHIFT_DEPARTURE_RECORDED'))
            c(changed, actor, action)
        where c.changed;
    else
        insert into audit_entry (station_id, action, subject)
        select o.station_id, 'SHIFT_REMOVED', o.id from old_rows o;
    end if;
    return null;
end $$;

do $$
declare
    audited text;
begin
    foreach audited in array array['booking', 'attendance', 'child', 'consent', 'sign_up'] loop
        execute format('create trigger audit_added after insert on %1$I referencing new table as new_rows
                        for each statement execute function audit_%1$s()', audited);
        execute format('create trigger audit_changed after update on %1$I
                        referencing old table as old_rows new table as new_rows
                        for each statement execute function audit_%1$s()', audited);
        execute format('create trigger audit_removed after delete on %1$I referencing old table as old_rows
                        for each statement execute function audit_%1$s()', audited);
    end loop;
end $$;
