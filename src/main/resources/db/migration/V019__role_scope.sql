-- A role is bound to a station or an area that exists.
alter table role_grant
    add foreign key (station_id) references station,
    add foreign key (area_id) references area;
create index role_grant_area on role_grant (area_id) where area_id is not null;
