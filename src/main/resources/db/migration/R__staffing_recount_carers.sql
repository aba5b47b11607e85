-- Counts the carers of a session that is to come or runs, in the turn of the session's row; places that are added go to those
-- who wait.
create or replace function recount_carers(target uuid) returns void language plpgsql as $$
declare
    before integer;
    after integer;
begin
    select s.capacity into before from session s
    where s.id = target and s.ends_at > now() and s.cancelled_at is null for update;
    if not found then
        return;
    end if;
    update session s set carers = confirmed_carers(s.id, s.starts_at, s.ends_at) where s.id = target
    returning s.capacity into after;
    if after > before then
        perform offer_free_seats(target);
    end if;
end
$$;
