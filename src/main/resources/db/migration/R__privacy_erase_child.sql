-- Removes what identifies a child, and gives the day until which the rest is kept. Gives null while the child is at a
-- station; the caller must then roll back.
create or replace function erase_child(of_child uuid, by_person uuid, keep interval) returns date
    language plpgsql as $$
declare
    until date := ((now() at time zone 'Asia/Shanghai') + keep)::date;
begin
    perform withdraw_bookings(of_child, by_person, 'CHILD_DELETED', true);
    perform close_stays(of_child, true);
    if exists (select from attendance where child_id = of_child and left_at is null) then
        return null;
    end if;
    delete from barred_person where child_id = of_child;
    delete from collector c
    where c.child_id = of_child
      and not exists (select from hand_over h where h.collector_id = c.id)
      and not exists (select from incident i where i.collector_id = c.id);
    update collector set removed_at = now(), removed_by = coalesce(by_person, added_by)
    where child_id = of_child and removed_at is null;
    delete from pick_up_pass p
    where p.child_id = of_child
      and not exists (select from hand_over h where h.pass_id = p.id)
      and not exists (select from incident i where i.pass_id = p.id);
    update pick_up_pass set replaced_at = now() where child_id = of_child and used_at is null and replaced_at is null;
    update consent set withdrawn_at = greatest(now(), given_at), withdrawn_by = coalesce(by_person, given_by)
    where child_id = of_child and withdrawn_at is null;
    update child
    set erased_at = now(), kept_until = until, family_id = null, nickname = null, notes = null,
        birth_date = date_trunc('year', birth_date)::date, changed_by = by_person
    where id = of_child;
    insert into audit_entry (actor, action, child_id, subject) values (by_person, 'CHILD_ERASED', of_child, of_child);
    return until;
end
$$;
