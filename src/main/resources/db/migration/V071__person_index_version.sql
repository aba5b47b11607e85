-- By which folding a name or a phone was indexed: the server indexes anew what is older than its own.

alter table collector add column index_version smallint not null default 1;
alter table barred_person add column index_version smallint not null default 1;
alter table pick_up_pass add column index_version smallint not null default 1;

comment on column collector.index_version is 'PersonIndex.VERSION of the server that computed the indexes';
comment on column barred_person.index_version is 'PersonIndex.VERSION of the server that computed the indexes';
comment on column pick_up_pass.index_version is 'PersonIndex.VERSION of the server that computed the index';

create index collector_index_version on collector (index_version, id) where name is not null;
create index barred_person_index_version on barred_person (index_version, id);
create index pick_up_pass_index_version on pick_up_pass (index_version, id) where name is not null;
