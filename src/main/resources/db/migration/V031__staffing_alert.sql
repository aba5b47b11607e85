-- A carer who leaves takes nobody's place: the station is told in the same moment, and finds another carer or speaks with
-- the families.

create table staffing_alert (
    id uuid primary key default gen_random_uuid(),
    county_id uuid not null references area,
    station_id uuid not null references station,
    session_id uuid not null references session,
    -- who left, where that was the cause
    sign_up_id uuid references sign_up on delete set null,
    -- places taken that the carers do not cover now
    uncovered integer not null check (uncovered >= 0),
    -- and at the most
    most_uncovered integer not null check (most_uncovered > 0 and most_uncovered >= uncovered),
    raised_at timestamptz not null default now(),
    resolved_at timestamptz,
    check ((uncovered = 0) = (resolved_at is not null))
);
create unique index staffing_alert_open on staffing_alert (session_id) where resolved_at is null;
create index staffing_alert_station on staffing_alert (station_id, raised_at, id);
create index staffing_alert_sign_up on staffing_alert (sign_up_id) where sign_up_id is not null;

create function session_alert() returns trigger language plpgsql as $$
begin
    if new.uncovered = 0 then
        update staffing_alert set uncovered = 0, resolved_at = now()
        where session_id = new.id and resolved_at is null;
    else
        insert into staffing_alert (county_id, station_id, session_id, uncovered, most_uncovered)
        values (new.county_id, new.station_id, new.id, new.uncovered, new.uncovered)
        on conflict (session_id) where resolved_at is null do update
        set uncovered = excluded.uncovered,
            most_uncovered = greatest(staffing_alert.most_uncovered, excluded.uncovered);
    end if;
    return null;
end
$$;
create trigger session_alert after update on session
    for each row when (old.uncovered <> new.uncovered) execute function session_alert();

-- As before, and an alert that a withdrawal raised names it.
create or replace function staff_sign_up() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform from volunteer v
        where v.id in (select n.volunteer_id from new_rows n join shift f on f.id = n.shift_id where f.caring)
        order by v.id for share;
        perform recount_carers(array(
            select f.session_id from new_rows n join shift f on f.id = n.shift_id where f.caring));
    elsif tg_op = 'UPDATE' then
        perform recount_carers(array(
            select f.session_id from new_rows n join old_rows o on o.id = n.id join shift f on f.id = n.shift_id
            where f.caring and (n.withdrawn_at, n.period) is distinct from (o.withdrawn_at, o.period)));
        update staffing_alert a set sign_up_id = n.id
        from new_rows n join old_rows o on o.id = n.id join shift f on f.id = n.shift_id
        where f.caring and n.withdrawn_at is not null and o.withdrawn_at is null
          and a.session_id = f.session_id and a.resolved_at is null and a.sign_up_id is null and a.raised_at = now();
    else
        perform recount_carers(array(
            select f.session_id from old_rows o join shift f on f.id = o.shift_id where f.caring));
    end if;
    return null;
end
$$;
