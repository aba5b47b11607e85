-- Tells those who watch a session that somebody came or left. What books or cancels a place is told as a change of the
-- session.
create function outbox_presence() returns trigger language plpgsql as $$
begin
    insert into outbox (topic, subject)
    values ('presence', case when tg_op = 'DELETE' then old.session_id else new.session_id end);
    return null;
end $$;

create trigger presence_changed after insert or delete on attendance
    for each row execute function outbox_presence();
create trigger presence_left after update on attendance
    for each row when (old.left_at is distinct from new.left_at) execute function outbox_presence();
-- an offered place is not expected yet, and taken already
create trigger presence_expected after update of state on booking
    for each row when (old.state = 'OFFERED' and new.state = 'CONFIRMED') execute function outbox_presence();

create function outbox_carer() returns trigger language plpgsql as $$
begin
    insert into outbox (topic, subject)
    select 'presence', f.session_id from shift f where f.id = new.shift_id and f.caring;
    return null;
end $$;
create trigger presence_changed after update of arrived_at, left_at on sign_up
    for each row
    when ((old.arrived_at, old.left_at) is distinct from (new.arrived_at, new.left_at))
    execute function outbox_carer();
