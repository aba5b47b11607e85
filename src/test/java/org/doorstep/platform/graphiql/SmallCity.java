package org.doorstep.platform.graphiql;

import org.springframework.r2dbc.core.DatabaseClient;

/** One station with a class and a parent: what the examples need, where the server has loaded no sample data itself. */
final class SmallCity {

    private static final String ROWS = """
            do $$
            declare
                city uuid := gen_random_uuid();
                town uuid := gen_random_uuid();
                place uuid := gen_random_uuid();
                art uuid := gen_random_uuid();
                brush uuid := gen_random_uuid();
                parent uuid := gen_random_uuid();
                starts timestamptz := date_trunc('hour', now()) + interval '2 days';
            begin
                if exists (select from station) then
                    return;
                end if;
                insert into area (id, code, name, level, path) values (city, '330482', '平湖市', 'CITY', array[city]);
                insert into area (id, parent_id, code, name, level, path)
                values (town, city, '330482001', '当湖街道', 'TOWN', array[city, town]);
                insert into station (id, county_id, area_id, name, address, latitude, longitude, origin, opened_on, sample)
                values (place, city, town, '松枫社区妇儿驿站', '示例路1号', 30.69, 121.02, 'UPGRADED', '2022-03-08', true);
                insert into service (id, code, name, basic) values (art, 'ART', '书法', false);
                insert into station_service (station_id, service_id) values (place, art);
                insert into event (id, county_id, station_id, service_id, title, kind, mode, min_age, max_age,
                    published_at, sample)
                values (brush, city, place, art, '书法班', 'CLASS', 'IN_PERSON', 6, 12, now(), true);
                insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                    booking_opens_at, booking_closes_at, cancel_until)
                values (gen_random_uuid(), city, brush, place, art, starts, starts + interval '90 minutes', 20,
                    starts - interval '14 days', starts - interval '1 hour', starts - interval '1 day');
                insert into person (id) values (parent);
                insert into role_grant (id, person_id, role) values (gen_random_uuid(), parent, 'GUARDIAN');
                insert into demo_persona (persona, person_id) values ('PARENT', parent);
            end $$
            """;

    private SmallCity() {}

    static void loadIfEmpty(DatabaseClient database) {
        database.sql(ROWS).then().block();
    }
}
