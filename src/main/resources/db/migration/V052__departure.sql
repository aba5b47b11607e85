-- How a child left. Until now every departure was a hand-over, so that who goes home alone, leaves with the guardian who
-- stayed, or goes on to the next session of the station could be recorded as nothing else.
create type departure_kind as enum ('HANDED_OVER', 'LEFT_ALONE', 'WITH_GUARDIAN', 'MOVED_ON', 'NOT_RECORDED');

alter table hand_over
    add column kind departure_kind not null default 'HANDED_OVER',
    -- the stay at the session that the child went on to
    add column moved_to uuid unique references attendance,
    -- null where it was not kept
    add column recorded_at timestamptz,
    alter column recorded_at set default now(),
    -- null for the clock
    alter column verified_by drop not null,
    alter column verified_how drop not null,
    drop constraint hand_over_check,
    add constraint hand_over_person
        check (num_nonnulls(collector_id, guardian_id, pass_id) + unlisted::int = (kind = 'HANDED_OVER')::int),
    add constraint hand_over_verified check ((verified_how is not null) = (kind = 'HANDED_OVER')),
    add constraint hand_over_moved_on check ((moved_to is not null) = (kind = 'MOVED_ON')),
    add constraint hand_over_seen check (verified_by is not null or kind in ('MOVED_ON', 'NOT_RECORDED'));

alter table attendance
    -- null for the clock, which lets a child go on to the next session
    alter column arrival_recorded_by drop not null,
    drop constraint attendance_check,
    add constraint attendance_recorded check (left_at is not null or departure_recorded_by is null);

alter table attendance_correction add column departure departure_kind;

-- whether children go on to the adjoining session by themselves
alter table event
    add column moves_on boolean not null default false,
    add constraint event_moves_on check (not moves_on or custody <> 'NONE');

alter type incident_kind add value 'LEFT_ALONE_UNALLOWED';
alter type incident_kind add value 'BROUGHT_WHILE_HERE';
