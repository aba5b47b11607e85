-- What was not audited yet: who may collect a child, who did, what happened, and who may see it.

create or replace function audit_attendance() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject)
        select n.arrival_recorded_by, role_at(n.arrival_recorded_by, s.station_id), s.station_id, 'ARRIVAL_RECORDED',
               n.child_id, n.id
        from new_rows n join session s on s.id = n.session_id;
    elsif tg_op = 'UPDATE' then
        -- whoever recorded the departure did not make the other changes
        insert into audit_entry (actor, role, station_id, action, child_id, subject)
        select c.actor, role_at(c.actor, s.station_id), s.station_id,
               case when c.departs then 'DEPARTURE_RECORDED' else 'ATTENDANCE_CHANGED' end, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id join session s on s.id = n.session_id
        cross join lateral (select o.left_at is null and n.left_at is not null as departs) d
        cross join lateral (select d.departs, case when d.departs then n.departure_recorded_by end as actor) c;
    else
        insert into audit_entry (action, child_id, subject) select 'ATTENDANCE_REMOVED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_hand_over() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
        select n.verified_by, role_at(n.verified_by, s.station_id), s.station_id, 'HAND_OVER_RECORDED', a.child_id,
               n.attendance_id, n.verified_how::text
        from new_rows n join attendance a on a.id = n.attendance_id join session s on s.id = a.session_id;
    else
        insert into audit_entry (action, child_id, subject)
        select case tg_op when 'UPDATE' then 'HAND_OVER_CHANGED' else 'HAND_OVER_REMOVED' end, a.child_id, o.attendance_id
        from old_rows o left join attendance a on a.id = o.attendance_id;
    end if;
    return null;
end $$;

create function audit_incident() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
        select n.raised_by, role_at(n.raised_by, n.station_id), n.station_id, 'INCIDENT_RAISED', b.child_id, n.id,
               n.kind::text
        from new_rows n join booking b on b.id = n.booking_id;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
        select c.actor, role_at(c.actor, n.station_id), n.station_id,
               case when c.resolved then 'INCIDENT_RESOLVED' else 'INCIDENT_CHANGED' end, b.child_id, n.id, n.kind::text
        from new_rows n join old_rows o on o.id = n.id join booking b on b.id = n.booking_id
        cross join lateral (select o.resolved_at is null and n.resolved_at is not null as resolved) d
        cross join lateral (select d.resolved, case when d.resolved then n.resolved_by end as actor) c;
    else
        insert into audit_entry (station_id, action, subject, reason)
        select o.station_id, 'INCIDENT_REMOVED', o.id, o.kind::text from old_rows o;
    end if;
    return null;
end $$;

create function audit_pick_up_pass() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.issued_by, 'PASS_ISSUED', n.child_id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (action, child_id, subject)
        select case when o.used_at is null and n.used_at is not null then 'PASS_USED'
                    when o.replaced_at is null and n.replaced_at is not null then 'PASS_REPLACED'
                    when o.attempts < n.attempts then 'PASS_TRIED' else 'PASS_CHANGED' end, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id;
    else
        insert into audit_entry (action, child_id, subject) select 'PASS_REMOVED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_collector() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.added_by, 'COLLECTOR_ADDED', n.child_id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject)
        select case when o.removed_at is null then n.removed_by end,
               case when o.removed_at is null and n.removed_at is not null then 'COLLECTOR_REMOVED'
                    else 'COLLECTOR_CHANGED' end, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id;
    else
        insert into audit_entry (action, child_id, subject) select 'COLLECTOR_DELETED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

create function audit_barred_person() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.barred_by, 'PERSON_BARRED', n.child_id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject)
        select case when o.lifted_at is null then n.lifted_by end,
               case when o.lifted_at is null and n.lifted_at is not null then 'BAR_LIFTED' else 'BAR_CHANGED' end,
               n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id;
    else
        insert into audit_entry (action, child_id, subject) select 'BAR_DELETED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;

-- Of a grant, the subject is the person who holds it, and the reason the role.
create function audit_role_grant() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (station_id, action, subject, reason)
        select n.station_id, 'ROLE_GRANTED', n.person_id, n.role from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (station_id, action, subject, reason)
        select n.station_id, 'ROLE_CHANGED', n.person_id, n.role from new_rows n;
    else
        insert into audit_entry (station_id, action, subject, reason)
        select o.station_id, 'ROLE_REMOVED', o.person_id, o.role from old_rows o;
    end if;
    return null;
end $$;

do $$
declare
    audited text;
begin
    foreach audited in array array['hand_over', 'incident', 'pick_up_pass', 'collector', 'barred_person', 'role_grant'] loop
        execute format('create trigger audit_added after insert on %1$I referencing new table as new_rows
                        for each statement execute function audit_%1$s()', audited);
        execute format('create trigger audit_changed after update on %1$I
                        referencing old table as old_rows new table as new_rows
                        for each statement execute function audit_%1$s()', audited);
        execute format('create trigger audit_removed after delete on %1$I referencing old table as old_rows
                        for each statement execute function audit_%1$s()', audited);
    end loop;
end $$;
