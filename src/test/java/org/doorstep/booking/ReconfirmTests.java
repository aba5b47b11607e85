package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class ReconfirmTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The session begins in ten days. */
    private static final String DUE = "reconfirm_before = '10 days 1 hour', reconfirm_answer = '24 hours'";

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private Reconfirmations reconfirmations;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TransactionalOperator transactions;

    private UUID session;
    private TestFamily family;
    private List<String> basket;

    @BeforeEach
    void siblingsWhoBookedBeforeTheQuestion() {
        session = sessions.session(stations.station(), stations.service(), 2);
        family = families.family(7, 8);
        basket = book(family, session).entityList(String.class).get();
        longAgo(family);
    }

    @Test
    void families_are_asked_once_when_the_session_is_near() {
        assertThat(of(family, basket.get(0))).isEqualTo(view("CONFIRMED", false, null, "CANCEL"));
        rule(DUE);

        Mono.zip(reconfirmations.ask(), reconfirmations.ask()).block(PATIENCE);
        assertThat(count("reconfirm_by between now() + interval '23 hours' and now() + interval '24 hours'"))
                .isEqualTo(2);
        run("update booking set reconfirm_by = reconfirm_by - interval '1 hour' where session_id = '%s'"
                .formatted(session));
        reconfirmations.ask().block(PATIENCE);

        assertThat(count("reconfirm_by < now() + interval '23 hours'")).isEqualTo(2);
        assertThat(of(family, basket.get(0))).isEqualTo(view("CONFIRMED", true, null, "RECONFIRM", "CANCEL"));
    }

    @Test
    void nobody_is_asked_who_booked_later_or_too_early_or_too_late_to_answer() {
        run("update booking set confirmed_at = now() where session_id = '%s'".formatted(session));
        rule(DUE);
        reconfirmations.ask().block(PATIENCE);
        rule("reconfirm_before = null");
        longAgo(family);
        for (String rule : List.of(
                "reconfirm_before = '9 days'",
                "reconfirm_before = '12 days', reconfirm_answer = '10 days 1 hour'",
                "reconfirm_before = null")) {
            rule(rule);
            reconfirmations.ask().block(PATIENCE);
        }

        assertThat(count("reconfirm_by is not null")).isZero();
        assertThat(code(reconfirm(family, basket.get(0)))).isEqualTo("RECONFIRMATION_NOT_OPEN");
        assertThat(count("reconfirmed_at is not null")).isZero();
    }

    @Test
    void the_basket_is_kept_with_one_answer() {
        ask();

        reconfirm(family, basket.get(1))
                .path("reconfirmBooking.bookings[*].id")
                .entityList(String.class)
                .isEqualTo(basket)
                .path("reconfirmBooking.bookings[*].availableActions[*]")
                .entityList(String.class)
                .containsExactly("CANCEL", "CANCEL");
        assertThat(code(reconfirm(family, basket.get(0)))).isEqualTo("RECONFIRMATION_NOT_OPEN");

        tooLate();
        reconfirmations.free().block(PATIENCE);
        assertThat(count("state = 'CONFIRMED' and reconfirmed_at is not null")).isEqualTo(2);
        assertThat(seatsTaken()).isEqualTo(2);
    }

    @Test
    void silence_gives_the_places_to_the_next_in_line() {
        TestFamily next = families.family(9);
        String waiting = book(next, session).entityList(String.class).get().get(0);
        ask();
        reconfirmations.free().block(PATIENCE);
        assertThat(count("state = 'CONFIRMED'")).isEqualTo(2);
        tooLate();

        assertThat(code(reconfirm(family, basket.get(0)))).isEqualTo("RECONFIRMATION_EXPIRED");
        assertThat(count("reconfirmed_at is not null")).isZero();
        Mono.zip(reconfirmations.free().thenReturn(1), reconfirmations.free().thenReturn(1))
                .block(PATIENCE);

        assertThat(of(family, basket.get(0))).isEqualTo(view("CANCELLED", true, "NOT_RECONFIRMED"));
        assertThat(of(next, waiting)).isEqualTo(view("OFFERED", false, null, "ACCEPT_OFFER", "DECLINE_OFFER"));
        assertThat(seatsTaken()).isEqualTo(1);
        assertThat(code(reconfirm(family, basket.get(0)))).isEqualTo("RECONFIRMATION_EXPIRED");
        assertThat(code(reconfirm(next, waiting))).isEqualTo("RECONFIRMATION_NOT_OPEN");
        assertThat(count("state = 'CANCELLED' and reconfirmed_at is null")).isEqualTo(2);
    }

    @Test
    void nothing_is_freed_once_the_session_has_begun_or_is_called_off() {
        ask();
        run(
                "update session set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' where id = '%s'"
                        .formatted(session));
        tooLate();
        reconfirmations.free().block(PATIENCE);
        run("update session set starts_at = now() + interval '30 minutes', cancelled_at = now() where id = '%s'"
                .formatted(session));
        reconfirmations.free().block(PATIENCE);
        run("select free_unconfirmed('%s')".formatted(session));

        assertThat(count("state = 'CONFIRMED'")).isEqualTo(2);
        assertThat(seatsTaken()).isEqualTo(2);
    }

    /** The answer saw an open question, and waits for the row of the session, which the clock holds: the row decides. */
    @Test
    void an_answer_that_comes_while_the_place_is_freed_is_too_late() {
        ask();

        CompletableFuture<GraphQlTester.Response> answer = new CompletableFuture<>();
        transactions
                .transactional(statement("select from session where id = '%s' for update".formatted(session))
                        .then(Mono.fromRunnable(() -> answer.completeAsync(
                                () -> reconfirm(family, basket.get(0)), ForkJoinPool.commonPool())))
                        .then(somebodyWaits())
                        .then(statement(
                                "update booking set reconfirm_by = now() where session_id = '%s'".formatted(session)))
                        .then(statement("select free_unconfirmed('%s')".formatted(session))))
                .block(PATIENCE);

        assertThat(code(answer.join())).isEqualTo("RECONFIRMATION_EXPIRED");
        assertThat(count("state = 'CANCELLED' and reconfirmed_at is null")).isEqualTo(2);
        assertThat(seatsTaken()).isZero();
    }

    @Test
    void who_is_asked_can_still_cancel() {
        run("update session set cancel_until = now() - interval '1 hour' where id = '%s'".formatted(session));
        assertThat(cancel(basket.get(0))).isEqualTo("CancelDeadlinePassed");
        assertThat(count("state = 'CONFIRMED'")).isEqualTo(2);
        ask();

        assertThat(cancel(basket.get(0))).isEqualTo("BookingCancelled");

        reconfirm(family, basket.get(1))
                .path("reconfirmBooking.__typename")
                .entity(String.class)
                .isEqualTo("BookingReconfirmed");
        assertThat(count("state = 'CANCELLED' and reconfirmed_at is null")).isEqualTo(1);
        assertThat(cancel(basket.get(1))).isEqualTo("CancelDeadlinePassed");
        assertThat(code(reconfirm(family, basket.get(0)))).isEqualTo("RECONFIRMATION_NOT_OPEN");
    }

    @Test
    void who_is_booked_in_a_session_that_moves_is_asked_again() {
        ask();
        reconfirm(family, basket.get(0));

        run(
                "update session set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where id = '%s'"
                        .formatted(session));
        rule("reconfirm_before = '12 days'");
        run(
                "update booking set period = tstzrange(lower(period) + interval '1 day', upper(period) + interval '1 day') where session_id = '%s'"
                        .formatted(session));

        assertThat(count("reconfirm_by is null and reconfirmed_at is null")).isEqualTo(2);
        rule("reconfirm_before = '12 days'");
        reconfirmations.ask().block(PATIENCE);
        assertThat(count("reconfirm_by is not null")).isEqualTo(2);
    }

    @Test
    void another_family_answers_no_question() {
        ask();

        assertThat(code(reconfirm(families.family(8), basket.get(0)))).isEqualTo("NOT_FOUND");
        reconfirm(anonymous, basket.get(0))
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "UNAUTHENTICATED"));

        assertThat(count("reconfirmed_at is not null")).isZero();
    }

    private static GraphQlTester.Path book(TestFamily family, UUID session) {
        return family.api()
                .document("""
                        mutation($input: BookSessionInput!) {
                          bookSession(input: $input) {
                            ... on SessionBooked { bookings { id } }
                            ... on SessionWaitlisted { bookings { id } }
                          }
                        }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", family.children(),
                                "ifFull", "JOIN_WAITLIST"))
                .execute()
                .path("bookSession.bookings[*].id");
    }

    private GraphQlTester.Response reconfirm(TestFamily by, String booking) {
        return reconfirm(by.api(), booking);
    }

    private static GraphQlTester.Response reconfirm(HttpGraphQlTester api, String booking) {
        return api.document("""
                        mutation($id: ID!) {
                          reconfirmBooking(input: {bookingId: $id}) {
                            __typename
                            ... on BookingReconfirmed { bookings { id availableActions } }
                            ... on Refusal { code }
                          }
                        }
                        """).variable("id", booking).execute();
    }

    private String cancel(String booking) {
        return family.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", booking)
                .execute()
                .path("cancelBooking.__typename")
                .entity(String.class)
                .get();
    }

    private static String code(GraphQlTester.Response response) {
        return response.path("reconfirmBooking.code").entity(String.class).get();
    }

    private static Map<?, ?> of(TestFamily family, String booking) {
        Map<?, ?> found = family.api()
                .document("""
                        query($id: ID!) {
                          node(id: $id) { ... on Booking { state reconfirmBy cancellationCause availableActions } }
                        }
                        """)
                .variable("id", booking)
                .execute()
                .path("node")
                .entity(Map.class)
                .get();
        return view(
                found.get("state"),
                found.get("reconfirmBy") != null,
                found.get("cancellationCause"),
                ((List<?>) Objects.requireNonNull(found.get("availableActions"))).toArray());
    }

    private static Map<?, ?> view(Object state, boolean asked, Object cause, Object... actions) {
        Map<String, Object> view = new HashMap<>();
        view.put("state", state);
        view.put("asked", asked);
        view.put("cause", cause);
        view.put("actions", List.of(actions));
        return view;
    }

    private void longAgo(TestFamily family) {
        run("update booking set confirmed_at = now() - interval '3 days' where session_id = '%s' and booked_by = '%s'"
                .formatted(session, family.guardian().personId()));
    }

    private void tooLate() {
        run(
                "update booking set reconfirm_by = now() - interval '1 second' where session_id = '%s' and reconfirm_by is not null"
                        .formatted(session));
    }

    private void rule(String rule) {
        run("update event set %s where id = (select event_id from session where id = '%s')".formatted(rule, session));
    }

    private void ask() {
        rule(DUE);
        reconfirmations.ask().block(PATIENCE);
    }

    private long count(String condition) {
        return database.sql("select count(*) from booking where session_id = :id and (" + condition + ")")
                .bind("id", session)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private Integer seatsTaken() {
        return database.sql("select seats_taken from session where id = :id")
                .bind("id", session)
                .mapValue(Integer.class)
                .one()
                .block();
    }

    /** Completes when a statement of this database waits for a lock. */
    private Mono<Void> somebodyWaits() {
        return database.sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """)
                .mapValue(Boolean.class)
                .one()
                .repeat()
                .takeUntil(Boolean::booleanValue)
                .then();
    }

    private Mono<Void> statement(String sql) {
        return database.sql(sql).then();
    }

    private void run(String sql) {
        statement(sql).block(PATIENCE);
    }
}
