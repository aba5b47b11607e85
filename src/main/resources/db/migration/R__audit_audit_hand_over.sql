-- Of a departure that is no hand-over, the reason is its kind.
create or replace function audit_hand_over() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
        select n.verified_by, role_at(n.verified_by, s.station_id), s.station_id, 'HAND_OVER_RECORDED', a.child_id,
               n.attendance_id, coalesce(n.verified_how::text, n.kind::text)
        from new_rows n join attendance a on a.id = n.attendance_id join session s on s.id = a.session_id;
    elsif tg_op = 'UPDATE' then
        -- what somebody recorded in the place of what was inferred
        insert into audit_entry (actor, role, station_id, action, child_id, subject, reason)
        select c.actor, role_at(c.actor, s.station_id), s.station_id,
               case when c.recorded then 'HAND_OVER_RECORDED' else 'HAND_OVER_CHANGED' end, a.child_id, n.attendance_id,
               case when c.recorded then coalesce(n.verified_how::text, n.kind::text) end
        from new_rows n join old_rows o on o.attendance_id = n.attendance_id
        join attendance a on a.id = n.attendance_id join session s on s.id = a.session_id
        cross join lateral (select n.kind <> o.kind as recorded,
                                   case when n.kind <> o.kind then n.verified_by end as actor) c;
    else
        insert into audit_entry (action, child_id, subject)
        select 'HAND_OVER_REMOVED', a.child_id, o.attendance_id
        from old_rows o left join attendance a on a.id = o.attendance_id;
    end if;
    return null;
end $$;
