package org.doorstep.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestBookings;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestBookings.class})
class MoveSessionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 40;
    private static final String GUARD = "and (s.starts_at, s.ends_at) = (t.starts_at, t.ends_at)";

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private ReactiveTransactionManager transactions;

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
    void bookings_and_deadlines_follow_the_session() {
        TestFamily holder = families.family(8);
        TestFamily waiting = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String waits = bookings.book(waiting, session).get(0);
        Instant start = day(12);

        move(start, 3, "REFUSE")
                .path("moveSession.released")
                .entity(Integer.class)
                .isEqualTo(0)
                .path("moveSession.session.id")
                .entity(String.class)
                .isEqualTo(Session.ID.encode(session))
                .path("moveSession.session.startsAt")
                .entity(Instant.class)
                .isEqualTo(start)
                .path("moveSession.session.endsAt")
                .entity(Instant.class)
                .isEqualTo(start.plus(3, ChronoUnit.HOURS))
                .path("moveSession.session.booking.opensAt")
                .entity(Instant.class)
                .isEqualTo(start.minus(60, ChronoUnit.DAYS))
                .path("moveSession.session.booking.closesAt")
                .entity(Instant.class)
                .isEqualTo(start.minus(1, ChronoUnit.HOURS))
                .path("moveSession.session.booking.cancelUntil")
                .entity(Instant.class)
                .isEqualTo(start.minus(24, ChronoUnit.HOURS));

        assertThat(bookings.state(holder, held)).isEqualTo("CONFIRMED");
        assertThat(bookings.state(waiting, waits)).isEqualTo("WAITLISTED");
        assertThat(strays(session)).isEqualTo("0");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 1 waiting, 1 in line");
    }

    @Test
    void whoever_has_a_place_may_cancel_for_a_day_or_until_the_start() {
        bookings.book(families.family(8), session);

        Instant before = Instant.now();
        Instant until = cancelUntil(move(Instant.now().plus(30, ChronoUnit.HOURS), 2, "REFUSE"));
        assertThat(until)
                .isBetween(before.plus(24, ChronoUnit.HOURS), Instant.now().plus(24, ChronoUnit.HOURS));

        Instant soon = Instant.now().plus(5, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        assertThat(cancelUntil(move(soon, 2, "REFUSE"))).isEqualTo(soon);
    }

    @Test
    void an_offer_ends_no_later_than_the_session_begins() {
        TestFamily holder = families.family(8);
        TestFamily waiting = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String offered = bookings.book(waiting, session).get(0);
        holder.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", held)
                .execute();
        Instant soon = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

        move(soon, 2, "REFUSE");

        bookings.seen(waiting, offered, "offerExpiresAt", "")
                .entity(Instant.class)
                .isEqualTo(soon);
        assertThat(strays(session)).isEqualTo("0");
    }

    @Test
    void a_child_with_a_place_elsewhere_then_is_a_refusal_that_says_so() {
        TestFamily family = families.family(8);
        String booking = bookings.book(family, session).get(0);
        bookings.book(family, bookings.session(event, 12, 9, 1));
        String before = bookings.everything(session);

        GraphQlTester.Response refused = move(day(12).plus(1, ChronoUnit.HOURS), 2, "REFUSE");

        refused.path("moveSession.code").entity(String.class).isEqualTo("CHILDREN_ELSEWHERE");
        refused.path("moveSession.message").entity(String.class).isEqualTo("有 1 个孩子在新的时间已有另一个预约。");
        refused.path("moveSession.children").entity(Integer.class).isEqualTo(1);
        refused.path("moveSession.bookingIds").entityList(String.class).containsExactly(booking);
        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void a_child_that_is_released_keeps_the_other_place_and_the_next_in_line_is_offered_this_one() {
        TestFamily family = families.family(8);
        TestFamily waiting = families.family(8);
        String booking = bookings.book(family, session).get(0);
        String waits = bookings.book(waiting, session).get(0);
        String other = bookings.book(family, bookings.session(event, 12, 9, 1)).get(0);
        UUID free = bookings.session(event, 13, 9, 1);

        move(day(12).plus(1, ChronoUnit.HOURS), 2, "RELEASE")
                .path("moveSession.released")
                .entity(Integer.class)
                .isEqualTo(1)
                .path("moveSession.offered")
                .entity(Integer.class)
                .isEqualTo(1);

        assertThat(bookings.state(family, booking)).isEqualTo("CANCELLED");
        bookings.seen(family, booking, "cancellationCause", "")
                .entity(String.class)
                .isEqualTo("SESSION_MOVED");
        bookings.seen(family, booking, "alternatives", " { id }")
                .entityList(Map.class)
                .containsExactly(Map.of("id", Session.ID.encode(free)));
        assertThat(bookings.state(family, other)).isEqualTo("CONFIRMED");
        assertThat(bookings.state(waiting, waits)).isEqualTo("OFFERED");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
        assertThat(strays(session)).isEqualTo("0");
    }

    @Test
    void a_session_that_began_ended_or_was_called_off_stays_where_it_is() {
        for (String changed : List.of(
                "starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'",
                "starts_at = now() - interval '3 hours', ends_at = now() - interval '1 minute'",
                "cancelled_at = now()")) {
            UUID target = bookings.session(event, 20, 9, 1);
            bookings.run("update session set " + changed + " where id = '" + target + "'");
            String before = bookings.everything(target);

            move(staff, target, day(21), 2, "RELEASE")
                    .path("moveSession.code")
                    .entity(String.class)
                    .isEqualTo("SESSION_NOT_CHANGEABLE");

            assertThat(bookings.everything(target)).isEqualTo(before);
            bookings.run("delete from session where id = '" + target + "'");
        }
    }

    @Test
    void a_session_to_which_a_child_has_come_stays_where_it_is() {
        String booking = bookings.book(families.family(8), session).get(0);
        bookings.run(
                "update session set starts_at = now() + interval '1 hour', ends_at = now() + interval '2 hours' where id = '"
                        + session + "'");
        bookings.send(staff, "recordArrival", "RecordArrivalInput", Map.of("bookingId", booking), "");
        String before = bookings.everything(session);

        move(day(12), 2, "RELEASE")
                .path("moveSession.code")
                .entity(String.class)
                .isEqualTo("CHILDREN_PRESENT")
                .path("moveSession.children")
                .entity(Integer.class)
                .isEqualTo(1);

        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void a_time_that_cannot_be_meant_and_people_who_may_not_are_refused() {
        bookings.session(event, 12, 9, 1);
        String before = bookings.everything(session);

        for (GraphQlTester.Response refused : List.of(
                move(day(12), 2, "RELEASE"),
                move(day(11), 25, "RELEASE"),
                move(day(11), 0, "RELEASE"),
                move(Instant.now().minus(1, ChronoUnit.MINUTES), 2, "RELEASE"),
                move(day(3 * 366), 2, "RELEASE"))) {
            refused.path("moveSession.code").entity(String.class).isEqualTo("INVALID_INPUT");
        }
        move(people.masterOf(stations.station().uuid()), session, day(11), 2, "RELEASE")
                .path("moveSession.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        move(families.family(8).guardian(), session, day(11), 2, "RELEASE")
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));

        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void those_who_book_while_it_moves_are_booked_for_the_time_at_which_it_takes_place() {
        UUID roomy = bookings.session(event, 30, 9, 25);
        List<TestFamily> all =
                IntStream.range(0, CLIENTS).mapToObj(i -> families.family(8)).toList();

        List<String> answers = Flux.fromIterable(all)
                .index()
                .flatMap(
                        family -> Mono.fromCallable(() -> {
                                    if (family.getT1() % 8 == 4) {
                                        move(
                                                staff,
                                                roomy,
                                                day(12 + family.getT1().intValue()),
                                                2,
                                                "REFUSE");
                                    }
                                    return bookings.booked(family.getT2(), roomy)
                                            .path("bookSession.__typename")
                                            .entity(String.class)
                                            .get();
                                })
                                .subscribeOn(Schedulers.boundedElastic()),
                        CLIENTS)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(answers).hasSize(CLIENTS).containsOnly("SessionBooked", "SessionWaitlisted");
        assertThat(strays(roomy)).isEqualTo("0");
        assertThat(bookings.counts(roomy)).isEqualTo("25 taken, 25 held, 15 waiting, 15 in line");
    }

    @Test
    void without_the_comparison_a_booking_is_left_at_the_old_time() {
        UUID guarded = bookings.session(event, 30, 9, 5);
        UUID unguarded = bookings.session(event, 31, 9, 5);

        bookWhileMoving(guarded, TestBookings.BOOKING_STATEMENT);
        bookWhileMoving(unguarded, TestBookings.BOOKING_STATEMENT.replace(GUARD, ""));

        assertThat(TestBookings.BOOKING_STATEMENT).contains(GUARD);
        assertThat(strays(guarded)).isEqualTo("0");
        assertThat(bookings.counts(guarded)).startsWith("0 taken");
        assertThat(strays(unguarded)).isEqualTo("1");
    }

    /** Books by the statement while a transaction that has moved the session, and holds its row, is not yet done. */
    private void bookWhileMoving(UUID target, String statement) {
        TestFamily family = families.family(8);
        Mono<Long> booking = database.sql(statement)
                .bind("person", family.guardian().personId())
                .bind("once", true)
                .bind("othersJudged", false)
                .bind("key", UUID.randomUUID())
                .bind("hash", new byte[32])
                .bind("session", target)
                .bind("children", new UUID[] {Child.ID.decode(family.child())})
                .bind("bookings", new UUID[] {UUID.randomUUID()})
                .bind("basket", UUID.randomUUID())
                .bind("any", false)
                .bind("wait", false)
                .bind("perChild", 200)
                .bind("perFamily", 400)
                .fetch()
                .rowsUpdated();
        Mono<Long> moving = database.sql("""
                        update session set starts_at = starts_at + interval '3 hours', ends_at = ends_at + interval '3 hours'
                        where id = :id
                        """).bind("id", target).fetch().rowsUpdated();
        Mono<Boolean> waits = database.sql("""
                        select true from pg_stat_activity
                        where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0 limit 1
                        """)
                .mapValue(Boolean.class)
                .one()
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(5)));
        // futures leave the transaction: what they do has connections of its own
        Mono<Long> booked = TransactionalOperator.create(transactions)
                .transactional(moving.then(Mono.fromSupplier(booking::toFuture))
                        .delayUntil(underWay -> Mono.fromFuture(waits.toFuture())))
                .flatMap(Mono::fromFuture);
        booked.block(PATIENCE);
    }

    private GraphQlTester.Response move(Instant start, int hours, String overlapping) {
        return move(staff, session, start, hours, overlapping);
    }

    private GraphQlTester.Response move(TestPerson person, UUID target, Instant start, int hours, String overlapping) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "sessionId", Session.ID.encode(target),
                "startsAt", start.toString(),
                "endsAt", start.plus(hours, ChronoUnit.HOURS).toString(),
                "overlapping", overlapping));
        return bookings.send(
                person,
                "moveSession",
                "MoveSessionInput",
                input,
                "... on SessionMoved { released offered session { id startsAt endsAt booking { opensAt closesAt cancelUntil } } }"
                        + " ... on ChildrenElsewhere { children bookingIds } ... on ChildrenPresent { children }");
    }

    private static Instant cancelUntil(GraphQlTester.Response moved) {
        return moved.path("moveSession.session.booking.cancelUntil")
                .entity(Instant.class)
                .get();
    }

    /** Nine in the morning of Asia/Shanghai, so many days from today. */
    private Instant day(int days) {
        return database.sql("""
                        select ((now() at time zone 'Asia/Shanghai')::date + make_interval(days => :days, hours => 9))
                                   at time zone 'Asia/Shanghai'
                        """)
                .bind("days", days)
                .mapValue(Instant.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    /** Bookings that have another time than their session, or an offer that outlasts it. */
    private String strays(UUID target) {
        return bookings.text("""
                select count(*)::text from booking b join session s on s.id = b.session_id
                where s.id = '%s' and (b.period <> tstzrange(s.starts_at, s.ends_at) or b.offer_expires_at > s.starts_at)
                """.formatted(target));
    }
}
