-- Shifts follow their session to its new time, and so do those who signed up; whoever is needed elsewhere then is
-- withdrawn, so that a session is never held fast by its volunteers.

-- null when the volunteer withdrew
alter table sign_up
    add column withdrawal_cause text check (withdrawal_cause = 'SESSION_MOVED'),
    add check (withdrawal_cause is null or withdrawn_at is not null);

create function shift_moves() returns trigger language plpgsql as $$
declare
    delta constant interval := make_interval(secs => extract(epoch from new.starts_at - old.starts_at));
    one record;
begin
    -- a shift that somebody has begun stays what it was
    update shift f set starts_at = f.starts_at + delta, ends_at = f.ends_at + delta
    where f.session_id = new.id
      and not exists (select from sign_up u where u.shift_id = f.id and u.arrived_at is not null);
    -- one after the other, the foremost first: two shifts of a volunteer may follow each other closely
    for one in
        select u.id, u.shift_id, tstzrange(f.starts_at, f.ends_at) as period
        from shift f join sign_up u on u.shift_id = f.id
        where f.session_id = new.id and u.withdrawn_at is null
          and u.period is distinct from tstzrange(f.starts_at, f.ends_at)
        order by case when delta > interval '0' then extract(epoch from f.starts_at) end desc,
                 case when delta <= interval '0' then extract(epoch from f.starts_at) end, u.id
        for update of u
    loop
        begin
            update sign_up set period = one.period where id = one.id;
        exception when exclusion_violation then
            update sign_up set withdrawn_at = now(), withdrawal_cause = 'SESSION_MOVED' where id = one.id;
            update shift set taken = taken - 1 where id = one.shift_id;
        end;
    end loop;
    -- carers who moved along were missed only in between
    delete from staffing_alert where session_id = new.id and raised_at = now() and resolved_at = now();
    return null;
end
$$;
-- its name comes after session_alert, which must have run before
create trigger shift_moves after update of starts_at on session
    for each row when (old.starts_at is distinct from new.starts_at) execute function shift_moves();

-- who was withdrawn did not act
create or replace function audit_sign_up() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into audit_entry (actor, role, station_id, action, subject)
        select v.person_id, 'VOLUNTEER', n.station_id, 'SHIFT_SIGNED_UP', n.id
        from new_rows n join volunteer v on v.id = n.volunteer_id;
    elsif tg_op = 'UPDATE' then
        insert into audit_entry (actor, role, station_id, action, subject, reason)
        select c.actor, role_at(c.actor, n.station_id), n.station_id, c.action, n.id, c.reason
        from new_rows n join old_rows o on o.id = n.id join volunteer v on v.id = n.volunteer_id
        cross join lateral (values
            (n.withdrawn_at is not null and o.withdrawn_at is null,
                case when n.withdrawal_cause is null then v.person_id end, 'SHIFT_WITHDRAWN', n.withdrawal_cause),
            (n.arrived_at is distinct from o.arrived_at, n.arrival_recorded_by, 'SHIFT_ARRIVAL_RECORDED', null),
            (n.left_at is distinct from o.left_at, n.departure_recorded_by, 'SHIFT_DEPARTURE_RECORDED', null))
            c(changed, actor, action, reason)
        where c.changed;
    else
        insert into audit_entry (station_id, action, subject)
        select o.station_id, 'SHIFT_REMOVED', o.id from old_rows o;
    end if;
    return null;
end $$;
