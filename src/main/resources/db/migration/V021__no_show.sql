-- A booked child who did not come: when that was found, and by whom; null for the clock.
alter table booking
    add column missed_at timestamptz,
    add column missed_by uuid references person,
    add check (missed_by is null or missed_at is not null);

create or replace function audit_booking() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, action, child_id, subject)
        select n.booked_by, 'BOOKING_' || n.state, n.child_id, n.id from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, action, child_id, subject)
        select case n.state when 'CANCELLED' then n.cancelled_by when 'NO_SHOW' then n.missed_by end,
               'BOOKING_' || n.state, n.child_id, n.id
        from new_rows n join old_rows o on o.id = n.id where n.state <> o.state;
    else
        insert into audit_entry (action, child_id, subject) select 'BOOKING_REMOVED', o.child_id, o.id from old_rows o;
    end if;
    return null;
end $$;
