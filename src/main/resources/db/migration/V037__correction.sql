-- What was recorded by mistake and taken back: kept with its reason, and never changed.
create type correction_kind as enum ('ARRIVAL', 'DEPARTURE', 'NO_SHOW');

create table attendance_correction (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    booking_id uuid not null references booking on delete cascade,
    child_id uuid not null references child,
    kind correction_kind not null,
    -- encrypted; null where a late check-in corrected what had been found
    reason bytea,
    corrected_by uuid not null references person,
    corrected_at timestamptz not null default now(),
    -- the stay, which is gone when its arrival was taken back: no foreign keys, since the record outlives what it tells of
    attendance_id uuid,
    recorded_at timestamptz,
    -- null for the clock
    recorded_by uuid references person,
    collector_id uuid,
    guardian_id uuid references person,
    pass_id uuid,
    verified_how identity_check,
    -- encrypted, as they stood
    health_note bytea,
    brought_by_name bytea,
    collected_by_name bytea,
    check ((kind = 'NO_SHOW') = (attendance_id is null))
);
create index attendance_correction_booking on attendance_correction (booking_id, id);
create index attendance_correction_child on attendance_correction (child_id, id);

-- Entries go with their booking, and what identifies may be removed; nothing else.
create function correction_refuse() returns trigger language plpgsql as $$
declare
    identifying constant text[] := '{reason,health_note,brought_by_name,collected_by_name}';
begin
    if tg_op = 'DELETE' then
        if not exists (select from booking where id = old.booking_id) then
            return old;
        end if;
    elsif tg_op = 'UPDATE' then
        if to_jsonb(new) - identifying = to_jsonb(old) - identifying
            and (new.reason is null or new.reason = old.reason)
            and (new.health_note is null or new.health_note = old.health_note)
            and (new.brought_by_name is null or new.brought_by_name = old.brought_by_name)
            and (new.collected_by_name is null or new.collected_by_name = old.collected_by_name) then
            return new;
        end if;
    end if;
    raise exception 'attendance_correction is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger correction_refuse before update or delete on attendance_correction
    for each row execute function correction_refuse();
create trigger correction_refuse_all before truncate on attendance_correction
    for each statement execute function correction_refuse();

create function audit_correction() returns trigger language plpgsql as $$
begin
    insert into audit_entry (actor, role, station_id, action, child_id, subject)
    select n.corrected_by, role_at(n.corrected_by, n.station_id), n.station_id, n.kind || '_REVERTED', n.child_id,
           n.booking_id
    from new_rows n;
    return null;
end $$;
create trigger audit_added after insert on attendance_correction referencing new table as new_rows
    for each statement execute function audit_correction();

-- An incident stays when the arrival at which it was raised is taken back.
alter table incident add column booking_id uuid references booking;
update incident i set booking_id = a.booking_id from attendance a where a.id = i.attendance_id;
alter table incident
    alter column booking_id set not null,
    alter column attendance_id drop not null,
    drop constraint incident_attendance_id_fkey,
    add foreign key (attendance_id) references attendance on delete set null;
create index incident_booking on incident (booking_id);

-- Somebody on no list: a hand-over that a device recorded while it could not ask. The name is encrypted.
alter table hand_over
    add column unlisted boolean not null default false,
    add column name bytea,
    drop constraint hand_over_check,
    add constraint hand_over_check check (num_nonnulls(collector_id, guardian_id, pass_id) + unlisted::int = 1),
    add check (name is null or unlisted);

-- What was noted of an erased child's health goes at once, and the names when the record of its custody need not be kept.
create function child_forgotten() returns trigger language plpgsql as $$
begin
    update attendance set health_note = null where child_id = new.id and health_note is not null;
    update attendance_correction set health_note = null where child_id = new.id and health_note is not null;
    if new.forgotten_at is not null then
        update attendance set brought_by_name = null where child_id = new.id and brought_by_name is not null;
        update attendance_correction set reason = null, brought_by_name = null, collected_by_name = null
        where child_id = new.id;
        update hand_over h set name = null from attendance a
        where a.id = h.attendance_id and a.child_id = new.id and h.name is not null;
        update incident i set name = null from booking b
        where b.id = i.booking_id and b.child_id = new.id and i.name is not null;
    end if;
    return null;
end $$;
create trigger child_forgotten after update of erased_at, forgotten_at on child
    for each row when (new.erased_at is not null) execute function child_forgotten();
