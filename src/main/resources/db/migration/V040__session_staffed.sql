-- Those who watch a session are told of its room and its carers also where its places stay the same.
create trigger session_staffed after update on session
    for each row
    when ((old.room, old.carers) is distinct from (new.room, new.carers) and old.capacity = new.capacity)
    execute function outbox_session();
