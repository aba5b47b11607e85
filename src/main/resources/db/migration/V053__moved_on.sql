-- A child goes on to a session of the same station: no two rows say otherwise of one child or of two, whoever writes them.
create function moved_on_is_true() returns trigger language plpgsql as $$
begin
    if not exists (
        select from attendance a join session s on s.id = a.session_id
        join attendance o on o.id = new.moved_to and o.child_id = a.child_id and o.arrived_at >= new.left_at
        join session n on n.id = o.session_id and n.station_id = s.station_id
        where a.id = new.attendance_id and a.id <> o.id) then
        raise exception using errcode = 'check_violation', constraint = 'hand_over_moved_to_same_child',
            message = 'new row for relation "hand_over" violates constraint "hand_over_moved_to_same_child"';
    end if;
    return null;
end
$$;

create constraint trigger hand_over_moved_to_same_child after insert or update of moved_to on hand_over
    for each row when (new.moved_to is not null) execute function moved_on_is_true();
