package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, StatementCount.class})
class AttendanceTests {

    private static final String ROSTER = """
            query($id: ID!, $first: Int) { session(id: $id) {
              attendanceCounts { expected arrived left }
              roster(first: $first) { totalCount nodes { bookingId bookingState childId nickname age notes
                guardianPhone attendance { id arrivedAt leftAt } } } } }
            """;
    private static final String RECORD = """
            mutation($id: ID!) { %s(input: {bookingId: $id %s}) {
              __typename
              ... on %s { entry { bookingId bookingState nickname attendance { leftAt } } }
              ... on Refusal { code message } } }
            """;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    DatabaseClient database;

    @Autowired
    StatementCount statements;

    private TestStation station;
    private TestPerson staff;
    private UUID session;

    @BeforeEach
    void aSessionThatBeginsInAnHour() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        session = sessionIn("1 hour");
    }

    @Test
    void staff_see_who_is_booked_and_each_look_is_logged() {
        TestFamily family = families.family(7);
        String booking = book(session, family.child(), family, "CONFIRMED");
        book(session, families.family(8).child(), family, "WAITLISTED");

        GraphQlTester.Response response = roster(staff, session, 20);

        response.path("session.roster.totalCount").entity(Integer.class).isEqualTo(1);
        response.path("session.roster.nodes[0]").entity(Map.class).satisfies(entry -> {
            assertThat(entry)
                    .containsEntry("bookingId", booking)
                    .containsEntry("bookingState", "CONFIRMED")
                    .containsEntry("childId", family.child())
                    .containsEntry("nickname", "小满")
                    .containsEntry("age", 7)
                    .containsEntry("notes", null)
                    .containsEntry("attendance", null);
        });
        assertThat(accessLog(family.child())).containsExactly(staff.personId() + " ROSTER");
    }

    @Test
    void guardians_other_staff_and_nobody_see_no_roster_and_no_counts() {
        TestFamily family = families.family(7);
        book(session, family.child(), family, "CONFIRMED");

        for (TestPerson person : List.of(
                family.guardian(),
                people.staffOf(stations.station().uuid()),
                people.federationOf(stations.station().city()))) {
            seesNothing(roster(person, session, 20));
        }
        seesNothing(tester.document(ROSTER)
                .variable("id", Session.ID.encode(session))
                .execute());
        assertThat(accessLog(family.child())).isEmpty();
    }

    @Test
    void an_arrival_and_a_departure_are_recorded_once() {
        TestFamily family = families.family(7);
        String booking = book(session, family.child(), family, "CONFIRMED");

        outcome("recordDeparture", booking).isEqualTo("NotArrived");
        record(staff, "recordArrival", booking)
                .path("recordArrival.entry")
                .entity(Map.class)
                .isEqualTo(Map.of(
                        "bookingId",
                        booking,
                        "bookingState",
                        "ATTENDED",
                        "nickname",
                        "小满",
                        "attendance",
                        Collections.singletonMap("leftAt", null)));
        String arrived = attendance(family.child());
        outcome("recordArrival", booking).isEqualTo("AlreadyArrived");
        assertThat(attendance(family.child())).isEqualTo(arrived).endsWith("open ATTENDED");

        outcome("recordDeparture", booking).isEqualTo("DepartureRecorded");
        String left = attendance(family.child());
        outcome("recordDeparture", booking).isEqualTo("AlreadyLeft");
        outcome("recordArrival", booking).isEqualTo("AlreadyArrived");
        assertThat(attendance(family.child())).isEqualTo(left).endsWith("left ATTENDED");
        roster(staff, session, 20)
                .path("session.attendanceCounts")
                .entity(Map.class)
                .isEqualTo(Map.of("expected", 1, "arrived", 1, "left", 1));
        assertThat(accessLog(family.child()))
                .containsExactly(
                        staff.personId() + " ARRIVAL", staff.personId() + " DEPARTURE", staff.personId() + " ROSTER");
    }

    @Test
    void a_booking_without_a_place_is_not_let_in() {
        for (String state : List.of("WAITLISTED", "OFFERED", "NO_SHOW", "EXPIRED")) {
            TestFamily family = families.family(7);
            outcome("recordArrival", book(session, family.child(), family, state))
                    .isEqualTo("NotBooked");
            assertThat(attendance(family.child())).isEqualTo("none");
        }
    }

    @Test
    void arrivals_are_recorded_from_two_hours_before_until_the_end() {
        for (String start : List.of("121 minutes", "-121 minutes")) {
            TestFamily family = families.family(7);
            String booking = book(sessionIn(start), family.child(), family, "CONFIRMED");
            record(staff, "recordArrival", booking)
                    .path("recordArrival.code")
                    .entity(String.class)
                    .isEqualTo("ARRIVAL_NOT_OPEN");
            assertThat(attendance(family.child())).isEqualTo("none");
        }
        for (String start : List.of("119 minutes", "-119 minutes")) {
            TestFamily family = families.family(7);
            outcome("recordArrival", book(sessionIn(start), family.child(), family, "CONFIRMED"))
                    .isEqualTo("ArrivalRecorded");
        }
    }

    @Test
    void a_child_that_has_not_left_another_session_does_not_arrive() {
        TestFamily family = families.family(7);
        String before = book(sessionIn("-119 minutes"), family.child(), family, "CONFIRMED");
        String after = book(sessionIn("2 minutes"), family.child(), family, "CONFIRMED");
        outcome("recordArrival", before).isEqualTo("ArrivalRecorded");
        // two hours and more before the next one: it does not adjoin
        database.sql("update session set ends_at = now() - interval '119 minutes' + interval '1 second' "
                        + "where id = (select session_id from booking where id = '%s')"
                                .formatted(Booking.ID.decode(before)))
                .fetch()
                .rowsUpdated()
                .block();

        outcome("recordArrival", after).isEqualTo("ArrivedElsewhere");
        assertThat(stateOf(after)).isEqualTo("CONFIRMED");

        outcome("recordDeparture", before).isEqualTo("DepartureRecorded");
        outcome("recordArrival", after).isEqualTo("ArrivalRecorded");
    }

    @Test
    void staff_of_another_station_cannot_tell_a_booking_from_a_missing_one() {
        TestFamily family = families.family(7);
        String booking = book(session, family.child(), family, "CONFIRMED");
        TestPerson other = people.staffOf(stations.station().uuid());
        for (String id : List.of(booking, Booking.ID.encode(IdType.next()))) {
            for (String mutation : List.of("recordArrival", "recordDeparture")) {
                record(other, mutation, id)
                        .path(mutation + ".code")
                        .entity(String.class)
                        .isEqualTo("NOT_FOUND");
            }
        }
        record(family.guardian(), "recordArrival", booking)
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        assertThat(attendance(family.child())).isEqualTo("none");
    }

    @Test
    void of_two_devices_at_once_one_records_the_arrival() {
        for (int round = 0; round < 10; round++) {
            TestFamily family = families.family(7);
            String booking = book(session, family.child(), family, "CONFIRMED");
            List<String> outcomes = Flux.range(0, 2)
                    .flatMap(
                            device -> Mono.fromCallable(() -> record(staff, "recordArrival", booking)
                                            .path("recordArrival.__typename")
                                            .entity(String.class)
                                            .get())
                                    .subscribeOn(Schedulers.boundedElastic()),
                            2)
                    .collectList()
                    .blockOptional()
                    .orElseThrow();
            assertThat(outcomes).containsExactlyInAnyOrder("ArrivalRecorded", "AlreadyArrived");
            assertThat(attendance(family.child())).endsWith("open ATTENDED");
        }
    }

    @Test
    void a_roster_takes_the_same_statements_whatever_its_size() {
        for (int i = 0; i < 6; i++) {
            TestFamily family = families.family(7);
            book(session, family.child(), family, "CONFIRMED");
        }
        statements.reset();
        roster(staff, session, 2);
        List<String> small = statements.all();
        statements.reset();
        roster(staff, session, 6)
                .path("session.roster.nodes")
                .entityList(Object.class)
                .hasSize(6);
        assertThat(statements.all()).hasSameSizeAs(small);
    }

    @Test
    void the_day_begins_with_the_sessions_of_ones_own_stations() {
        UUID tomorrow = sessionIn("25 hours");
        UUID running = sessionIn("-1 minute");
        TestStation other = stations.station();
        GraphQlTester.EntityList<String> ids = tester.mutate()
                .headers(people.masterOf(station.uuid())::authorize)
                .build()
                .document("{ viewer { todaysSessions { id station { id } attendanceCounts { expected } } } }")
                .execute()
                .path("viewer.todaysSessions[*].id")
                .entityList(String.class);
        ids.contains(Session.ID.encode(running)).doesNotContain(Session.ID.encode(tomorrow));
        tester.mutate()
                .headers(people.staffOf(other.uuid())::authorize)
                .build()
                .document("{ viewer { todaysSessions { id } } }")
                .execute()
                .path("viewer.todaysSessions")
                .entityList(Object.class)
                .hasSize(0);
    }

    private static void seesNothing(GraphQlTester.Response response) {
        response.path("session.roster")
                .valueIsNull()
                .path("session.attendanceCounts")
                .valueIsNull();
    }

    private GraphQlTester.Response roster(TestPerson person, UUID of, int first) {
        return as(person)
                .document(ROSTER)
                .variable("id", Session.ID.encode(of))
                .variable("first", first)
                .execute();
    }

    private GraphQlTester.Entity<String, ?> outcome(String mutation, String booking) {
        return record(staff, mutation, booking).path(mutation + ".__typename").entity(String.class);
    }

    private GraphQlTester.Response record(TestPerson person, String mutation, String booking) {
        return as(person)
                .document(
                        mutation.equals("recordArrival")
                                ? RECORD.formatted(mutation, "", "ArrivalRecorded")
                                : RECORD.formatted(mutation, byGuardian(booking), "DepartureRecorded"))
                .variable("id", booking)
                .execute();
    }

    /** The one who booked comes for the child. */
    private String byGuardian(String booking) {
        UUID guardian = database.sql("select booked_by from booking where id = :id")
                .bind("id", Booking.ID.decode(booking))
                .mapValue(UUID.class)
                .one()
                .blockOptional()
                .orElseGet(IdType::next);
        return ", collectedBy: {guardianId: \"%s\"}, verifiedHow: KNOWN_PERSONALLY"
                .formatted(Caller.PERSON.encode(guardian));
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private UUID sessionIn(String interval) {
        UUID id = sessions.session(station, stations.service(), 20);
        run("""
                update session set starts_at = now() + interval '%1$s', ends_at = now() + interval '%1$s' + interval '2 hours'
                where id = '%2$s'
                """.formatted(interval, id));
        return id;
    }

    private String book(UUID of, String child, TestFamily family, String state) {
        UUID booking = IdType.next();
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period,
                    offer_expires_at)
                select '%1$s', county_id, id, '%2$s', gen_random_uuid(), '%3$s', '%4$s', tstzrange(starts_at, ends_at),
                    case when '%3$s' = 'OFFERED' then now() + interval '1 hour' end
                from session where id = '%5$s'
                """.formatted(
                booking, Child.ID.decode(child), state, family.guardian().personId(), of));
        return Booking.ID.encode(booking);
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    private String stateOf(String booking) {
        return text("select state::text from booking where id = '" + Booking.ID.decode(booking) + "'");
    }

    /** All attendances of a child with their bookings' states. */
    private String attendance(String child) {
        return text("""
                select coalesce(string_agg(a.arrived_at || ' ' || coalesce(a.left_at || ' left', 'open') || ' ' || b.state, ', '),
                                'none')
                from attendance a join booking b on b.id = a.booking_id where a.child_id = '%s'
                """.formatted(Child.ID.decode(child)));
    }

    private List<String> accessLog(String child) {
        return database.sql("""
                        select actor || ' ' || reason from audit_entry
                        where child_id = :child and action = 'CHILD_SEEN' order by id
                        """)
                .bind("child", Child.ID.decode(child))
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }
}
