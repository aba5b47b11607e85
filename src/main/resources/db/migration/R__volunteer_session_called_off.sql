-- Ends what a session that is called off asked of people from now on. Who is there at this moment keeps what was recorded so
-- far; a range of one moment, since an empty one has no beginning.
create or replace function session_called_off() returns trigger language plpgsql as $$
begin
    with gone as (
        update sign_up u set withdrawn_at = now(), withdrawal_cause = 'SESSION_CANCELLED'
        from shift f
        where f.session_id = new.id and u.shift_id = f.id and u.withdrawn_at is null and u.arrived_at is null
        returning u.shift_id)
    update shift f set taken = f.taken - g.places
    from (select shift_id, count(*)::int as places from gone group by shift_id) g
    where f.id = g.shift_id;
    update sign_up u set period = tstzrange(least(lower(u.period), now()), now(), '[]')
    from shift f
    where f.session_id = new.id and u.shift_id = f.id and u.withdrawn_at is null and upper(u.period) > now();
    update booking set period = tstzrange(least(lower(period), now()), now(), '[]')
    where session_id = new.id and state = 'ATTENDED' and upper(period) > now();
    update staffing_alert set uncovered = 0, resolved_at = now() where session_id = new.id and resolved_at is null;
    return null;
end
$$;
-- its name comes after session_alert, which must have run before
create or replace trigger session_called_off after update of cancelled_at on session
    for each row when (old.cancelled_at is null and new.cancelled_at is not null) execute function session_called_off();
