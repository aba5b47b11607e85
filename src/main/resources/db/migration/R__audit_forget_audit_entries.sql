-- The one way to remove entries: those under seals that are older than they must be kept. The two moments are compared,
-- not the intervals, which compare with months of 30 days.
create or replace function forget_audit_entries(keep interval, most integer) returns bigint
    language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from audit_entry e
        where e.id = any (array(
            select l.entry_id from audit_link l join audit_entry o on o.id = l.entry_id
            where l.position <= (select max(s.position) from audit_seal s
                                 where s.sealed_at < least(now() - keep, now() - interval '3 years'))
            order by l.position limit most))
        returning 1)
    select count(*) from gone
$$;
