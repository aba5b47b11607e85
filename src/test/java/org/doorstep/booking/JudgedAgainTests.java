package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.BookSession.FamilyPolicy;
import org.doorstep.booking.BookSession.IfFull;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.waitlist.Waitlist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A place is free although a child waits for it, since something stands in the way; then it does not any longer. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFamilies.class, TestBookings.class})
class JudgedAgainTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DAYS = 10;
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private Waitlist waitlist;

    @Autowired
    private BookSession bookSession;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TransactionalOperator transactions;

    private TestPerson staff;
    private UUID event;
    private UUID other;
    private UUID session;
    private TestFamily family;
    private String waiting;
    private TestFamily holder;
    private String held;

    @BeforeEach
    void waitForTheOnlyPlace() {
        TestStation station = stations.station();
        staff = people.staffOf(station.uuid());
        event = bookings.event(station, stations.service());
        other = bookings.event(station, stations.service());
        session = bookings.session(event, DAYS, 9, 1);
        holder = families.family(8);
        held = bookings.book(holder, session).get(0);
        family = families.family(8);
        waiting = bookings.book(family, session).get(0);
    }

    @Test
    void a_place_elsewhere_that_is_cancelled() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        passedOver("OVERLAPPING_SESSION");

        cancel(family, elsewhere);

        isOffered();
    }

    @Test
    void an_offer_elsewhere_that_is_declined() {
        UUID full = bookings.session(other, DAYS, 10, 1);
        TestFamily before = families.family(8);
        String taken = bookings.book(before, full).get(0);
        String offer = bookings.book(family, full).get(0);
        cancel(before, taken);
        passedOver("OVERLAPPING_SESSION");

        bookings.send(family.api(), "declineOffer", "DeclineOfferInput", Map.of("bookingId", offer), "");

        isOffered();
    }

    @Test
    void an_offer_elsewhere_that_runs_out() {
        UUID full = bookings.session(other, DAYS, 10, 1);
        TestFamily before = families.family(8);
        String taken = bookings.book(before, full).get(0);
        bookings.book(family, full);
        cancel(before, taken);
        passedOver("OVERLAPPING_SESSION");

        bookings.run("update booking set offer_expires_at = now() where session_id = '%s' and state = 'OFFERED'"
                .formatted(full));
        waitlist.expire().block(PATIENCE);

        isOffered();
    }

    @Test
    void a_session_elsewhere_that_is_called_off() {
        UUID elsewhere = bookings.session(other, DAYS, 10, 5);
        bookings.book(family, elsewhere);
        passedOver("OVERLAPPING_SESSION");

        bookings.send(
                staff,
                "cancelSession",
                "CancelSessionInput",
                Map.of("sessionId", Session.ID.encode(elsewhere), "reason", "停电"),
                "");

        isOffered();
    }

    @Test
    void a_session_elsewhere_that_moves() {
        UUID elsewhere = bookings.session(other, DAYS, 10, 5);
        bookings.book(family, elsewhere);
        passedOver("OVERLAPPING_SESSION");

        bookings.send(
                staff,
                "moveSession",
                "MoveSessionInput",
                Map.of(
                        "sessionId", Session.ID.encode(elsewhere),
                        "startsAt", TODAY.plusDays(DAYS + 1) + "T10:00:00+08:00",
                        "endsAt", TODAY.plusDays(DAYS + 1) + "T12:00:00+08:00"),
                "");

        isOffered();
    }

    @Test
    void a_place_of_the_year_that_is_given_back() {
        bookings.run("update event set yearly_limit = 1 where id = '%s'".formatted(event));
        // in the same year, unless there are not enough days left of it
        int days = TODAY.plusDays(DAYS).getDayOfYear() > 1 ? DAYS - 1 : DAYS + 1;
        String place =
                bookings.book(family, bookings.session(event, days, 9, 5)).get(0);
        passedOver("YEARLY_LIMIT");

        cancel(family, place);

        isOffered();
    }

    @Test
    void a_birth_date_that_is_corrected() {
        correct(TODAY.minusYears(5));
        bookings.run("update event set min_age = 7 where id = '%s'".formatted(event));
        passedOver("TOO_YOUNG");

        correct(TODAY.minusYears(8));

        isOffered();
    }

    @Test
    void a_consent_that_is_given() {
        bookings.run(
                "update event set required_consents = '{CHILD_DATA,PHOTOGRAPHS}' where id = '%s'".formatted(event));
        passedOver("CONSENT_MISSING");

        bookings.send(
                family.api(),
                "giveConsent",
                "GiveConsentInput",
                Map.of("childId", family.child(), "consent", Map.of("purpose", "PHOTOGRAPHS", "version", 1)),
                "");

        isOffered();
    }

    @Test
    void a_rule_of_the_event_that_changes() {
        bookings.run("update event set min_age = 10 where id = '%s'".formatted(event));
        passedOver("TOO_YOUNG");

        bookings.run("update event set min_age = 5 where id = '%s'".formatted(event));

        isOffered();
    }

    @Test
    void a_cause_that_nobody_tells_of_is_found_by_the_clock() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        passedOver("OVERLAPPING_SESSION");
        untold(() -> cancel(family, elsewhere));
        waitlist.judgeAgain().block(PATIENCE);
        assertThat(bookings.state(family, waiting)).isEqualTo("WAITLISTED");
        assertThat(bookings.text("""
                        select count(*) || ' in ' || extract(epoch from max(due_at) - min(transaction_at))::int || ' s'
                        from (select r.due_at, d.decided_at as transaction_at
                              from waitlist_recheck r join waitlist_decision d on d.session_id = r.session_id
                              where r.session_id = '%s') r
                        """.formatted(session))).isEqualTo("1 in 60 s");

        bookings.run("update waitlist_recheck set due_at = now() where session_id = '%s'".formatted(session));

        isOffered();
    }

    @Test
    void a_newcomer_takes_no_place_past_who_waits_before_the_clock_has_judged() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        passedOver("OVERLAPPING_SESSION");
        untold(() -> cancel(family, elsewhere));
        TestFamily newcomer = families.family(8);

        assertThat(typeOf("bookSession", refusing(newcomer))).isEqualTo("SessionFull");

        assertThat(bookings.state(family, waiting)).isEqualTo("OFFERED");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void a_newcomer_takes_a_place_that_nobody_who_waits_can_have() {
        bookings.book(family, bookings.session(other, DAYS, 10, 5));
        passedOver("OVERLAPPING_SESSION");

        assertThat(typeOf("bookSession", refusing(families.family(8)))).isEqualTo("SessionBooked");

        assertThat(bookings.state(family, waiting)).isEqualTo("WAITLISTED");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 1 waiting, 1 in line");
    }

    /** The control: the statement without the look at others books past who waits. */
    @Test
    void without_the_look_at_others_a_newcomer_jumps_the_queue() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        passedOver("OVERLAPPING_SESSION");
        untold(() -> cancel(family, elsewhere));
        TestFamily newcomer = families.family(8);

        Judgement finding = bookSession
                .run(
                        newcomer.guardian().personId(),
                        session,
                        IdType.next(),
                        new BookSession.Input(
                                UUID.randomUUID(),
                                Session.ID.encode(session),
                                newcomer.children(),
                                FamilyPolicy.ALL_OR_NOTHING,
                                IfFull.REFUSE),
                        true,
                        true)
                .block(PATIENCE);

        assertThat(finding).extracting(Judgement::booked).isEqualTo(1);
        assertThat(bookings.state(family, waiting)).isEqualTo("WAITLISTED");
    }

    @Test
    void a_series_takes_no_place_past_who_waits() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        bookings.session(event, DAYS + 1, 9, 1);
        passedOver("OVERLAPPING_SESSION");
        untold(() -> cancel(family, elsewhere));
        TestFamily newcomer = families.family(8);

        bookings.send(
                        newcomer.api(),
                        "bookSeries",
                        "BookSeriesInput",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "eventId", Event.ID.encode(event),
                                "childIds", newcomer.children(),
                                "until", TODAY.plusDays(DAYS + 5) + "T00:00:00+08:00",
                                "onProblem", "SKIP_AND_REPORT"),
                        "... on SeriesBooked { bookings { state } skipped { refusal { code } } }")
                .path("bookSeries.skipped[*].refusal.code")
                .entityList(String.class)
                .containsExactly("SESSION_FULL");

        assertThat(bookings.state(family, waiting)).isEqualTo("OFFERED");
    }

    @Test
    void a_decision_that_is_repeated_is_recorded_once_and_again_beside_an_offer() {
        TestFamily next = families.family(8);
        String behind = bookings.book(next, session).get(0);
        UUID elsewhere = bookings.session(other, DAYS, 10, 5);
        bookings.book(family, elsewhere);
        String ofNext = bookings.book(next, elsewhere).get(0);
        cancel(holder, held);
        IntStream.range(0, 3).forEach(i -> {
            bookings.run("insert into waitlist_recheck (session_id) values ('%s')".formatted(session));
            waitlist.judgeAgain().block(PATIENCE);
        });
        assertThat(reasons()).containsExactly("OVERLAPPING_SESSION");

        cancel(next, ofNext);
        waitlist.judgeAgain().block(PATIENCE);

        assertThat(bookings.state(next, behind)).isEqualTo("OFFERED");
        assertThat(reasons()).containsExactly("OVERLAPPING_SESSION", "OVERLAPPING_SESSION");
    }

    @Test
    void whoever_clears_an_obstacle_waits_for_no_other_session() {
        String elsewhere =
                bookings.book(family, bookings.session(other, DAYS, 10, 5)).get(0);
        passedOver("OVERLAPPING_SESSION");

        transactions
                .transactional(database.sql("select from session where id = '%s' for update".formatted(session))
                        .fetch()
                        .rowsUpdated()
                        .then(Mono.fromRunnable(() -> cancel(family, elsewhere))
                                .subscribeOn(Schedulers.boundedElastic())))
                .block(PATIENCE);

        assertThat(bookings.state(family, elsewhere)).isEqualTo("CANCELLED");
        isOffered();
    }

    /** The holder gives the place back, and the family is passed over for this reason. */
    private void passedOver(String reason) {
        cancel(holder, held);
        assertThat(bookings.state(family, waiting)).isEqualTo("WAITLISTED");
        assertThat(reasons()).containsExactly(reason);
        assertThat(bookings.counts(session)).isEqualTo("0 taken, 0 held, 1 waiting, 1 in line");
    }

    private void isOffered() {
        waitlist.judgeAgain().block(PATIENCE);
        assertThat(bookings.state(family, waiting)).isEqualTo("OFFERED");
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    /** Does something that no trigger tells of. */
    private void untold(Runnable act) {
        bookings.run("alter table booking disable trigger recheck_after_booking");
        try {
            act.run();
        } finally {
            bookings.run("alter table booking enable trigger recheck_after_booking");
        }
    }

    private List<String> reasons() {
        return bookings.seen(family, waiting, "waitlistHistory", " { reason }").entityList(Map.class).get().stream()
                .map(decision -> (String) decision.get("reason"))
                .toList();
    }

    private GraphQlTester.Response refusing(TestFamily newcomer) {
        return bookings.send(
                newcomer.api(),
                "bookSession",
                "BookSessionInput",
                Map.of(
                        "idempotencyKey", UUID.randomUUID(),
                        "sessionId", Session.ID.encode(session),
                        "childIds", newcomer.children()),
                "");
    }

    private void correct(LocalDate born) {
        bookings.send(
                family.api(),
                "updateChild",
                "UpdateChildInput",
                Map.of("childId", family.child(), "birthDate", born.toString()),
                "");
    }

    private void cancel(TestFamily of, String booking) {
        assertThat(typeOf(
                        "cancelBooking",
                        bookings.send(
                                of.api(), "cancelBooking", "CancelBookingInput", Map.of("bookingId", booking), "")))
                .isEqualTo("BookingCancelled");
    }

    private static String typeOf(String mutation, GraphQlTester.Response response) {
        return response.path(mutation + ".__typename").entity(String.class).get();
    }
}
