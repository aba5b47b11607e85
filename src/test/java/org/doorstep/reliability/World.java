package org.doorstep.reliability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.identity.People;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;

/** A station with sessions and families, written into an empty database at once. */
record World(UUID station, UUID staff, UUID admin, List<Family> families) {

    /** A guardian with children. */
    record Family(UUID guardian, List<UUID> children) {}

    private static final String FAMILY = """
            with of as (select ?::uuid as person, ?::uuid as family, ?::uuid[] as children), role as (
                insert into role_grant (id, person_id, role) select gen_random_uuid(), person, 'GUARDIAN' from of
            ), family as (
                insert into family (id) select family from of
            ), link as (
                insert into family_guardian (family_id, person_id) select family, person from of
            ), child as (
                insert into child (id, family_id, birth_date, nickname)
                select c, family, current_date - interval '8 years 1 month', '' from of, unnest(children) c
            )
            insert into consent (id, child_id, purpose, version, given_by)
            select gen_random_uuid(), c, 'CHILD_DATA', 1, person from of, unnest(children) c
            """;

    /** Families with one to three children, the number chosen by the seed. */
    static World create(Connection database, FieldEncryption fields, int families, long seed) throws SQLException {
        UUID city = IdType.next();
        UUID station = IdType.next();
        execute(database, """
                insert into area (id, code, name, level, path) values (?, '990000', '测试市', 'CITY', array[?::uuid])
                """, city, city);
        execute(database, """
                insert into station (id, county_id, area_id, name, address, latitude, longitude, origin, opened_on)
                values (?, ?, ?, '测试驿站', '测试路1号', 30.7, 121.0, 'NEWLY_BUILT', '2022-05-01')
                """, station, city, city);
        execute(
                database,
                "insert into service (id, code, name, basic) values (?, 'PROOF', '测试服务', false)",
                IdType.next());
        World world = new World(station, person(database, fields), person(database, fields), new ArrayList<>());
        execute(
                database,
                "insert into role_grant (id, person_id, role, station_id) values (gen_random_uuid(), ?, 'STATION_STAFF', ?)",
                world.staff,
                station);
        execute(
                database,
                "insert into role_grant (id, person_id, role) values (gen_random_uuid(), ?, 'ADMIN')",
                world.admin);
        world.addFamilies(database, fields, families, new Random(seed));
        return world;
    }

    private void addFamilies(Connection database, FieldEncryption fields, int count, Random random)
            throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(FAMILY)) {
            for (int i = 0; i < count; i++) {
                List<UUID> children = Stream.generate(IdType::next)
                        .limit(1 + random.nextInt(3))
                        .toList();
                Family family = new Family(person(database, fields), children);
                insert.setObject(1, family.guardian());
                insert.setObject(2, IdType.next());
                insert.setArray(3, database.createArrayOf("uuid", children.toArray()));
                insert.addBatch();
                families.add(family);
            }
            insert.executeBatch();
        }
    }

    /** An event for children of up to 12 years; of a child so many places a year when that is not null. */
    UUID event(Connection database, @Nullable Integer yearlyLimit) throws SQLException {
        UUID event = IdType.next();
        execute(database, """
                insert into event (id, county_id, station_id, service_id, title, kind, mode, max_age, yearly_limit, published_at)
                select ?, county_id, s.id, v.id, '书法班', 'CLASS', 'IN_PERSON', 12, ?::smallint, now()
                from station s, service v
                """, event, yearlyLimit);
        return event;
    }

    /** A session that can be booked now, of an event of its own, on a day of its own unless two are given the same one. */
    UUID session(Connection database, int capacity, int day) throws SQLException {
        return session(database, event(database, null), capacity, day);
    }

    UUID session(Connection database, UUID event, int capacity, int day) throws SQLException {
        UUID session = IdType.next();
        execute(database, """
                insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                    booking_opens_at, booking_closes_at, cancel_until)
                select ?, e.county_id, e.id, e.station_id, e.service_id, d.day, d.day + interval '2 hours', ?,
                       now() - interval '1 day', d.day, d.day
                from event e, (select date_trunc('hour', now()) + ? * interval '1 day' as day) d where e.id = ?
                """, session, capacity, day, event);
        return session;
    }

    /** Families for so many clients: each gets its own, as equal in number as can be. */
    static List<List<Family>> dealt(List<Family> families, int clients) {
        List<List<Family>> hands =
                Stream.<List<Family>>generate(ArrayList::new).limit(clients).toList();
        for (int i = 0; i < families.size(); i++) {
            hands.get(i % clients).add(families.get(i));
        }
        return Collections.unmodifiableList(hands);
    }

    private static UUID person(Connection database, FieldEncryption fields) throws SQLException {
        UUID person = IdType.next();
        execute(
                database,
                """
                insert into person (id, name, phone, phone_index, phone_source, phone_at)
                values (?, ?, ?, '', 'ENTERED', now())
                """,
                person,
                fields.encrypt("测试家长", People.nameContext(person)),
                fields.encrypt("13800000000", PhoneNumbers.context(person)));
        return person;
    }

    private static void execute(Connection database, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        }
    }
}
