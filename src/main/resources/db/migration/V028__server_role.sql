-- The role that the server works in: it reads and writes rows, and can neither change a table nor what was recorded.
-- The role that migrates owns everything.

do $$
begin
    if not exists (select from pg_roles where rolname = 'doorstep_server') then
        create role doorstep_server nologin;
    end if;
exception
    -- roles belong to all databases of a server: another one was faster
    when duplicate_object or unique_violation then null;
end $$;

do $$
begin
    if not pg_has_role(current_user, 'doorstep_server', 'member') then
        grant doorstep_server to current_user;
    end if;
end $$;

grant usage on schema public to doorstep_server;
grant select, insert, update, delete on all tables in schema public to doorstep_server;
grant usage, select on all sequences in schema public to doorstep_server;
alter default privileges in schema public grant select, insert, update, delete on tables to doorstep_server;
alter default privileges in schema public grant usage, select on sequences to doorstep_server;

revoke all on flyway_schema_history from doorstep_server;
revoke update, delete on audit_entry, audit_link, audit_seal from doorstep_server;

-- The one way to remove entries: those under seals that are older than they must be kept.
create function forget_audit_entries(keep interval, most integer) returns bigint
    language sql security definer set search_path = public, pg_temp as $$
    with gone as (
        delete from audit_entry e
        where e.id = any (array(
            select l.entry_id from audit_link l join audit_entry o on o.id = l.entry_id
            where l.position <= (select max(s.position) from audit_seal s
                                 where s.sealed_at < now() - greatest(keep, interval '3 years'))
            order by l.position limit most))
        returning 1)
    select count(*) from gone
$$;
revoke execute on function forget_audit_entries from public;
grant execute on function forget_audit_entries to doorstep_server;
