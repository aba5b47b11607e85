package org.doorstep.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.TestBookings;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.Caller;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestBookings.class,
    StatementCount.class
})
class CancelSessionTests {

    private static final int CLIENTS = 50;

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private StatementCount statements;

    private TestStation station;
    private TestPerson staff;
    private UUID event;
    private UUID session;

    @BeforeEach
    void plan() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        event = bookings.event(station, stations.service());
        session = bookings.session(event, 10, 9, 1);
    }

    @Test
    void all_its_bookings_end_and_nobody_is_promoted() {
        TestFamily holder = families.family(8);
        TestFamily waiting = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String waits = bookings.book(waiting, session).get(0);

        cancel(staff, session, " 教师生病 ")
                .path("cancelSession.bookingsCancelled")
                .entity(Integer.class)
                .isEqualTo(2)
                .path("cancelSession.session.state")
                .entity(String.class)
                .isEqualTo("CANCELLED")
                .path("cancelSession.session.cancellationReason")
                .entity(String.class)
                .isEqualTo("教师生病")
                .path("cancelSession.session.waitlistLength")
                .entity(Integer.class)
                .isEqualTo(0);

        for (String booking : List.of(held, waits)) {
            TestFamily family = booking.equals(held) ? holder : waiting;
            assertThat(bookings.state(family, booking)).isEqualTo("CANCELLED");
            bookings.seen(family, booking, "cancellationCause", "")
                    .entity(String.class)
                    .isEqualTo("SESSION_CANCELLED");
        }
        assertThat(bookings.counts(session)).isEqualTo("0 taken, 0 held, 0 waiting, 0 in line");
        assertThat(bookings.text("select count(*)::text from waitlist_decision where session_id = '" + session + "'"))
                .isEqualTo("0");
        bookings.booked(families.family(8), session)
                .path("bookSession.code")
                .entity(String.class)
                .isEqualTo("BOOKING_NOT_OPEN");
    }

    @Test
    void an_offer_ends_too() {
        TestFamily holder = families.family(8);
        TestFamily waiting = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String offered = bookings.book(waiting, session).get(0);
        holder.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", held)
                .execute();
        assertThat(bookings.state(waiting, offered)).isEqualTo("OFFERED");

        cancel(staff, session, "停电");

        assertThat(bookings.state(waiting, offered)).isEqualTo("CANCELLED");
        bookings.seen(holder, held, "cancellationCause", "")
                .entity(String.class)
                .isEqualTo("FAMILY");
        assertThat(bookings.counts(session)).isEqualTo("0 taken, 0 held, 0 waiting, 0 in line");
    }

    @Test
    void the_family_is_shown_the_next_sessions_that_it_can_book() {
        TestFamily family = families.family(8);
        UUID full = bookings.session(event, 11, 9, 1);
        bookings.book(families.family(8), full);
        UUID second = bookings.session(event, 13, 9, 1);
        UUID first = bookings.session(event, 12, 9, 1);
        UUID busy = bookings.session(event, 14, 9, 2);
        bookings.book(family, busy);
        UUID off = bookings.session(event, 15, 9, 1);
        cancel(staff, off, "节假日");
        bookings.session(event, 70, 9, 1);
        UUID third = bookings.session(event, 16, 9, 1);
        bookings.session(event, 17, 9, 1);
        String booking = bookings.book(family, session).get(0);
        alternatives(family, booking).hasSize(0);

        cancel(staff, session, "教师生病");

        alternatives(family, booking)
                .containsExactly(Session.ID.encode(first), Session.ID.encode(second), Session.ID.encode(third));
    }

    @Test
    void alternatives_of_many_bookings_are_one_statement() {
        TestFamily family = families.family(7, 8, 9);
        UUID roomy = bookings.session(event, 11, 9, 5);
        bookings.session(event, 12, 9, 5);
        bookings.book(family, roomy);
        cancel(staff, roomy, "停电");
        statements.reset();

        family.api()
                .document("{ viewer { bookings { nodes { alternatives { startsAt station { name } } } } } }")
                .execute()
                .path("viewer.bookings.nodes[*].alternatives[0].station.name")
                .entityList(String.class)
                .containsExactly(station.name(), station.name(), station.name());

        assertThat(statements.all())
                .filteredOn(sql -> sql.contains("cancellation_cause"))
                .hasSize(1);
    }

    @Test
    void a_session_is_called_off_once() {
        cancel(staff, session, "停电");
        String before = bookings.everything(session);

        GraphQlTester.Response again = cancel(staff, session, "停水");

        again.path("cancelSession.code").entity(String.class).isEqualTo("SESSION_NOT_CHANGEABLE");
        again.path("cancelSession.message").entity(String.class).isEqualTo("这个场次已开始、已结束或已取消，不能这样更改。");
        again.path("cancelSession.state").entity(String.class).isEqualTo("CANCELLED");
        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void a_session_that_is_over_stays_as_it_was() {
        bookings.book(families.family(8), session);
        begin("3 hours", "1 second");
        String before = bookings.everything(session);

        cancel(staff, session, "停电")
                .path("cancelSession.state")
                .entity(String.class)
                .isEqualTo("ENDED");

        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void it_is_refused_while_children_are_there_and_those_who_left_keep_their_attendance() {
        TestFamily came = families.family(8);
        String booking = bookings.book(came, session).get(0);
        bookings.book(families.family(8), session);
        begin("1 hour", "-1 hour");
        bookings.send(staff, "recordArrival", "RecordArrivalInput", Map.of("bookingId", booking), "");
        String before = bookings.everything(session);

        cancel(staff, session, "停电")
                .path("cancelSession.code")
                .entity(String.class)
                .isEqualTo("CHILDREN_PRESENT")
                .path("cancelSession.children")
                .entity(Integer.class)
                .isEqualTo(1);
        assertThat(bookings.everything(session)).isEqualTo(before);

        bookings.send(
                        staff,
                        "recordDeparture",
                        "RecordDepartureInput",
                        Map.of(
                                "bookingId",
                                booking,
                                "collectedBy",
                                Map.of(
                                        "guardianId",
                                        Caller.PERSON.encode(came.guardian().personId())),
                                "verifiedHow",
                                "KNOWN_PERSONALLY"),
                        "")
                .path("recordDeparture.__typename")
                .entity(String.class)
                .isEqualTo("DepartureRecorded");
        cancel(staff, session, "停电")
                .path("cancelSession.bookingsCancelled")
                .entity(Integer.class)
                .isEqualTo(1);
        assertThat(bookings.text("select string_agg(state::text, ' ' order by id) from booking where session_id = '"
                        + session + "'"))
                .isEqualTo("ATTENDED CANCELLED");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void others_find_no_such_session_and_a_reason_is_needed() {
        bookings.book(families.family(8), session);
        String before = bookings.everything(session);

        cancel(people.staffOf(stations.station().uuid()), session, "停电")
                .path("cancelSession.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        for (String reason : List.of(" ", "因".repeat(201))) {
            cancel(staff, session, reason)
                    .path("cancelSession.code")
                    .entity(String.class)
                    .isEqualTo("INVALID_INPUT");
        }
        bookings.send(
                        families.family(8).api(),
                        "cancelSession",
                        "CancelSessionInput",
                        Map.of("sessionId", Session.ID.encode(session), "reason", "停电"),
                        "")
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));

        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void the_federation_of_the_area_may_call_it_off() {
        cancel(people.federationOf(station.city()), session, "台风")
                .path("cancelSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionCancelled");
    }

    @Test
    void fifty_who_book_at_the_same_moment_are_left_with_nothing() {
        UUID roomy = bookings.session(event, 11, 9, 30);
        List<TestFamily> all =
                IntStream.range(0, CLIENTS).mapToObj(i -> families.family(8)).toList();

        List<String> answers = Flux.fromIterable(all)
                .index()
                .flatMap(
                        family -> Mono.fromCallable(() -> {
                                    if (family.getT1() == CLIENTS / 2) {
                                        cancel(staff, roomy, "停电");
                                    }
                                    return bookings.booked(family.getT2(), roomy)
                                            .path("bookSession.__typename")
                                            .entity(String.class)
                                            .get();
                                })
                                .subscribeOn(Schedulers.boundedElastic()),
                        CLIENTS)
                .collectList()
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();

        assertThat(answers).hasSize(CLIENTS).containsAnyOf("BookingNotOpen");
        assertThat(bookings.counts(roomy)).isEqualTo("0 taken, 0 held, 0 waiting, 0 in line");
        assertThat(bookings.text(
                        "select string_agg(distinct state::text, ' ') from booking where session_id = '" + roomy + "'"))
                .isEqualTo("CANCELLED");
    }

    private GraphQlTester.Response cancel(TestPerson person, UUID target, String reason) {
        return bookings.send(
                person,
                "cancelSession",
                "CancelSessionInput",
                Map.of("sessionId", Session.ID.encode(target), "reason", reason),
                "... on SessionCancelled { bookingsCancelled session { state cancellationReason waitlistLength } }"
                        + " ... on SessionNotChangeable { state } ... on ChildrenPresent { children }");
    }

    private GraphQlTester.EntityList<String> alternatives(TestFamily family, String booking) {
        return family.api()
                .document("query($id: ID!) { node(id: $id) { ... on Booking { alternatives { id } } } }")
                .variable("id", booking)
                .execute()
                .path("node.alternatives[*].id")
                .entityList(String.class);
    }

    private void begin(String startedAgo, String endedAgo) {
        bookings.run(
                "update session set starts_at = now() - interval '%s', ends_at = now() - interval '%s' where id = '%s'"
                        .formatted(startedAgo, endedAgo, session));
    }
}
