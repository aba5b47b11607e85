-- Who waits before others, set by the station's master, with a reason, and told to the family.

create type waitlist_priority_reason as enum ('HARDSHIP', 'NO_CARER_AT_HOME', 'REFERRED', 'CORRECTION');

alter table booking
    add column priority_reason waitlist_priority_reason,
    add column priority_set_at timestamptz,
    add column priority_set_by uuid references person,
    add constraint booking_priority_set check (num_nulls(priority_reason, priority_set_at, priority_set_by) in (0, 3));

-- The place of a waiting booking in the line, from 1: by priority, then by time.
create function waitlist_position(mine booking) returns integer
    language sql stable parallel safe
    return (select 1 + count(*)::int
            from booking w join waitlist_priority p on p.code = w.priority
            where w.session_id = mine.session_id and w.state = 'WAITLISTED'
              and (-p.rank, w.created_at, w.id)
                  < (select -q.rank, mine.created_at, mine.id from waitlist_priority q where q.code = mine.priority));

create function audit_priority() returns trigger language plpgsql as $$
begin
    insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
    select new.priority_set_by, role_at(new.priority_set_by, s.station_id), s.station_id, 'WAITLIST_PRIORITY_SET',
           new.child_id, new.id, new.priority_reason::text
    from session s where s.id = new.session_id;
    return null;
end
$$;
create trigger audit_priority after update of priority_set_at on booking for each row
    when (new.priority_set_at is distinct from old.priority_set_at) execute function audit_priority();
