package org.doorstep.attendance;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/** A station, its staff and its sessions, at any hour of a child's day. */
@TestComponent
class TestDay {

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private TestFamilies families;

    @Autowired
    private DatabaseClient database;

    TestStation station() {
        return stations.station();
    }

    TestPerson staffOf(TestStation station) {
        return people.staffOf(station.uuid());
    }

    TestPerson master(TestStation station) {
        return people.masterOf(station.uuid());
    }

    TestPerson admin() {
        return people.admin();
    }

    TestFamily family() {
        return families.family(7);
    }

    /** A session between two moments counted from now, such as {@code -1 hour}. */
    UUID session(TestStation station, String startsIn, String endsIn) {
        UUID id = sessions.session(station, stations.service(), 20);
        run("update session set starts_at = now() + interval '%s', ends_at = now() + interval '%s' where id = '%s'"
                .formatted(startsIn, endsIn, id));
        return id;
    }

    String booked(UUID session, TestFamily family, String state) {
        UUID booking = IdType.next();
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period,
                    offer_expires_at)
                select '%1$s', county_id, id, '%2$s', gen_random_uuid(), '%3$s', '%4$s', tstzrange(starts_at, ends_at),
                    case when '%3$s' = 'OFFERED' then now() + interval '1 hour' end
                from session where id = '%5$s'
                """.formatted(booking, child(family), state, family.guardian().personId(), session));
        return Booking.ID.encode(booking);
    }

    /** A booking whose child came as the session began and is here. */
    String arrived(UUID session, TestFamily family, TestPerson staff) {
        String booking = booked(session, family, "ATTENDED");
        run("""
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at,
                    arrival_recorded_by, created_at)
                select gen_random_uuid(), b.county_id, b.session_id, b.child_id, b.id, s.starts_at, '%s', s.starts_at
                from booking b join session s on s.id = b.session_id where b.id = '%s'
                """.formatted(staff.personId(), Booking.ID.decode(booking)));
        return booking;
    }

    /** The name of the type that a mutation answers with. */
    String outcome(TestPerson person, String mutation, String input) {
        return send(person, mutation, input, "__typename")
                .path(mutation + ".__typename")
                .entity(String.class)
                .get();
    }

    GraphQlTester.Response send(TestPerson person, String mutation, String input, String selection) {
        return as(person)
                .document("mutation { %s(input: {%s}) { %s } }".formatted(mutation, input, selection))
                .execute();
    }

    HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    static String of(String booking) {
        return "bookingId: \"" + booking + "\"";
    }

    static UUID child(TestFamily family) {
        return Child.ID.decode(family.child());
    }

    /** The booking's state and its stay: {@code CONFIRMED}, {@code ATTENDED here} or {@code ATTENDED left}. */
    String stateOf(String booking) {
        return text("""
                select b.state || case when a.id is null then '' when a.left_at is null then ' here' else ' left' end
                from booking b left join attendance a on a.booking_id = b.id where b.id = '%s'
                """.formatted(Booking.ID.decode(booking)));
    }

    UUID stay(String booking) {
        return UUID.fromString(
                text("select id::text from attendance where booking_id = '%s'".formatted(Booking.ID.decode(booking))));
    }

    /** How the child of a booking left. */
    String departure(String booking) {
        return text("select kind::text from hand_over where attendance_id = '%s'".formatted(stay(booking)));
    }

    /** The steps that were taken since nobody came for the child of a booking. */
    String steps(String booking) {
        return text("select coalesce(string_agg(step::text, ' ' order by step), '') from overdue_step "
                + "where attendance_id = '%s'".formatted(stay(booking)));
    }

    /** A check-in to upload of so long ago. */
    String item(String booking, String kind, String ago, String more) {
        return "{nonce: \"%s\", bookingId: \"%s\", kind: %s, at: \"%s\"%s}"
                .formatted(UUID.randomUUID(), booking, kind, at("now() - interval '" + ago + "'"), more);
    }

    String at(String sql) {
        return text("select to_char((%s) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')".formatted(sql));
    }

    /** What became of each check-in: the type, and the kind of the incident or null. */
    List<String> upload(TestPerson person, String... items) {
        return send(
                        person,
                        "uploadCheckIns",
                        "checkIns: [" + String.join(", ", items) + "]",
                        "... on CheckInsUploaded { results { __typename ... on CheckInRecorded { incident } } }")
                .path("uploadCheckIns.results")
                .entityList(Map.class)
                .get()
                .stream()
                .map(result -> result.get("__typename") + " " + result.get("incident"))
                .toList();
    }

    /** Kinds of the incidents of a station, the first raised first. */
    List<String> incidents(TestStation station) {
        return texts("select kind::text from incident where station_id = '%s' order by raised_at, id"
                .formatted(station.uuid()));
    }

    void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    long number(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }

    List<String> texts(String sql) {
        return database.sql(sql)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}
