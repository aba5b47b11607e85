-- Children who missed several sessions book later than others, are never barred, and their families can appeal.

alter table event
    -- so many unexcused no-shows in so many days; null: nobody is limited
    add column no_show_limit smallint default 3 check (no_show_limit between 1 and 50),
    add column no_show_days smallint not null default 90 check (no_show_days between 1 and 366),
    -- how long before a session such a child can be booked
    add column limited_opens_before interval not null default '48 hours';
update event set limited_opens_before = booking_closes_before + interval '24 hours'
where limited_opens_before <= booking_closes_before;
alter table event add constraint event_limited_not_barred check (limited_opens_before > booking_closes_before);

alter table booking
    add column excused_at timestamptz;
create index booking_missed on booking (child_id, lower(period)) where state = 'NO_SHOW';

create type no_show_decision as enum ('EXCUSED', 'UPHELD');

create table no_show_appeal (
    id uuid primary key,
    county_id uuid not null references area,
    station_id uuid not null references station,
    session_id uuid not null references session,
    child_id uuid not null references child,
    booking_id uuid not null unique references booking,
    -- encrypted
    statement bytea not null,
    made_by uuid not null references person,
    made_at timestamptz not null default now(),
    decision no_show_decision,
    -- encrypted
    note bytea,
    decided_by uuid references person,
    decided_at timestamptz,
    check (num_nulls(decision, note, decided_by, decided_at) in (0, 4))
);
create index no_show_appeal_station on no_show_appeal (station_id, made_at desc);
create index no_show_appeal_open on no_show_appeal (station_id, made_at) where decided_at is null;
create index no_show_appeal_child on no_show_appeal (child_id);
create index no_show_appeal_decided on no_show_appeal (decided_at) where decided_at is not null;

create function audit_no_show_appeal() returns trigger language plpgsql as $$
begin
    insert into audit_entry (actor, role, station_id, action, child_id, subject)
    select p.actor, case when tg_op = 'UPDATE' then role_at(p.actor, new.station_id) end, new.station_id,
           'NO_SHOW_' || coalesce(new.decision::text, 'APPEALED'), new.child_id, new.booking_id
    from (select case when tg_op = 'UPDATE' then new.decided_by else new.made_by end as actor) p;
    return null;
end
$$;
create trigger audit_no_show_appeal after insert or update on no_show_appeal
    for each row execute function audit_no_show_appeal();

-- What a family wrote goes with the data of its child.
create function child_erased_appeals() returns trigger language plpgsql as $$
begin
    delete from no_show_appeal where child_id = new.id;
    return null;
end
$$;
create trigger child_erased_appeals after update of erased_at on child for each row
    when (old.erased_at is null and new.erased_at is not null) execute function child_erased_appeals();
