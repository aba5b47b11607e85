-- In whose care a child is at an event: it decides how the child leaves, and what alarms.
create type custody_kind as enum ('HAND_OVER', 'LEAVES_ALONE', 'GUARDIAN_STAYS', 'NONE');

alter table event add column custody custody_kind not null default 'HAND_OVER';
update event set custody = 'NONE' where mode = 'ONLINE';
-- carers of an event in whose care nobody is cover nothing
update event set children_per_carer = null where custody = 'NONE';
alter table event
    add constraint event_custody check ((custody = 'NONE') = (mode = 'ONLINE')),
    add constraint event_ratio_in_care check (children_per_carer is null or custody in ('HAND_OVER', 'LEAVES_ALONE'));

alter type consent_purpose add value 'LEAVES_ALONE';
