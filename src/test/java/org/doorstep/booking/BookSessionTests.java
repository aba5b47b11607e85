package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class BookSessionTests {

    private static final String BOOK = """
            mutation($input: BookSessionInput!) {
              bookSession(input: $input) {
                __typename
                ... on Refusal { code message }
                ... on SessionBooked { bookings { id state basketId child { id } session { id seatsLeft } availableActions } }
                ... on SessionWaitlisted { bookings { id state waitlistPosition } }
                ... on SessionFull { seatsLeft }
                ... on ChildTooYoung { childId minAge }
                ... on ChildTooOld { childId maxAge }
                ... on ConsentMissing { childId purposes }
                ... on NotYourChild { childId }
                ... on InvalidInput { problems { path message } }
              }
            }
            """;

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private DatabaseClient database;

    private TestStations.TestStation station;
    private UUID service;

    @BeforeEach
    void makeStation() {
        station = stations.station();
        service = stations.service();
    }

    @Test
    void a_child_gets_a_place() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);

        book(family, session, family.children())
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked")
                .path("bookSession.bookings[*].state")
                .entityList(String.class)
                .containsExactly("CONFIRMED")
                .path("bookSession.bookings[0].child.id")
                .entity(String.class)
                .isEqualTo(family.child())
                .path("bookSession.bookings[0].session.seatsLeft")
                .entity(Integer.class)
                .isEqualTo(4)
                .path("bookSession.bookings[0].availableActions")
                .entityList(String.class)
                .containsExactly("CANCEL");
        assertThat(seats(session)).isEqualTo("1 taken, 1 active");
    }

    @Test
    void siblings_are_booked_together_in_the_order_given() {
        TestFamily family = families.family(6, 9);
        UUID session = sessions.session(station, service, 5);
        List<String> children =
                List.of(family.children().get(1), family.children().get(0));

        book(family, session, children)
                .path("bookSession.bookings[*].child.id")
                .entityList(String.class)
                .isEqualTo(children)
                .path("bookSession.bookings[0].session.seatsLeft")
                .entity(Integer.class)
                .isEqualTo(3);
    }

    @Test
    void siblings_that_do_not_fit_together_are_refused_together() {
        TestFamily family = families.family(6, 9);
        UUID session = sessions.session(station, service, 1);

        book(family, session, family.children())
                .path("bookSession.code")
                .entity(String.class)
                .isEqualTo("SESSION_FULL")
                .path("bookSession.message")
                .entity(String.class)
                .isEqualTo("名额不足，还剩 1 个。")
                .path("bookSession.seatsLeft")
                .entity(Integer.class)
                .isEqualTo(1);
        assertThat(seats(session)).isEqualTo("0 taken, 0 active");
    }

    @Test
    void any_sibling_that_fits_is_booked_when_the_parent_says_so() {
        TestFamily family = families.family(6, 9);
        UUID session = sessions.session(station, service, 1);

        book(family, session, family.children(), Map.of("familyPolicy", "ANY"))
                .path("bookSession.bookings[*].child.id")
                .entityList(String.class)
                .containsExactly(family.child());
        assertThat(seats(session)).isEqualTo("1 taken, 1 active");
    }

    @Test
    void the_rest_waits_when_the_parent_says_so() {
        TestFamily family = families.family(6, 9);
        UUID session = sessions.session(station, service, 1);

        book(family, session, family.children(), Map.of("familyPolicy", "ANY", "ifFull", "JOIN_WAITLIST"))
                .path("bookSession.bookings[*].state")
                .entityList(String.class)
                .containsExactly("CONFIRMED", "WAITLISTED");
        TestFamily other = families.family(7);
        book(other, session, other.children(), Map.of("ifFull", "JOIN_WAITLIST"))
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionWaitlisted")
                .path("bookSession.bookings[0].waitlistPosition")
                .entity(Integer.class)
                .isEqualTo(2);
    }

    @Test
    void the_same_key_gives_the_same_bookings_and_takes_no_second_place() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);
        Map<String, Object> key = Map.of("idempotencyKey", UUID.randomUUID().toString());

        String first = bookingId(book(family, session, family.children(), key));
        String again = bookingId(book(family, session, family.children(), key));

        assertThat(again).isEqualTo(first);
        assertThat(seats(session)).isEqualTo("1 taken, 1 active");
    }

    @Test
    void the_same_key_with_another_payload_is_refused() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);
        UUID other = sessions.session(station, service, 5);
        Map<String, Object> key = Map.of("idempotencyKey", UUID.randomUUID().toString());
        book(family, session, family.children(), key);

        refused(book(family, other, family.children(), key), "IDEMPOTENCY_KEY_REUSED");

        assertThat(seats(other)).isEqualTo("0 taken, 0 active");
    }

    @Test
    void a_refusal_leaves_the_key_free() {
        TestFamily family = families.family();
        String child = families.child(family.api(), 8, false);
        UUID session = sessions.session(station, service, 5);
        Map<String, Object> key = Map.of("idempotencyKey", UUID.randomUUID().toString());
        refused(book(family, session, List.of(child), key), "CONSENT_MISSING");
        consent(family, child);

        book(family, session, List.of(child), key)
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked");
    }

    @Test
    void a_child_is_booked_once() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);
        book(family, session, family.children());

        refused(book(family, session, family.children()), "ALREADY_BOOKED");

        assertThat(seats(session)).isEqualTo("1 taken, 1 active");
    }

    @Test
    void a_child_is_in_one_place_at_a_time() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);
        UUID other = sessions.session(station, service, 5);
        book(family, session, family.children());

        refused(book(family, other, family.children()), "OVERLAPPING_SESSION");

        assertThat(seats(other)).isEqualTo("0 taken, 0 active");
    }

    @Test
    void a_child_must_be_of_the_right_age_on_the_day_of_the_session() {
        TestFamily family = families.family(5, 9);
        UUID session = sessions.session(station, service, 5);
        run("update event set min_age = 6, max_age = 8 where id = (select event_id from session where id = '" + session
                + "')");

        book(family, session, List.of(family.children().get(0)))
                .path("bookSession.minAge")
                .entity(Integer.class)
                .isEqualTo(6);
        book(family, session, List.of(family.children().get(1)))
                .path("bookSession.maxAge")
                .entity(Integer.class)
                .isEqualTo(8);
        assertThat(seats(session)).isEqualTo("0 taken, 0 active");
    }

    @Test
    void a_missing_or_withdrawn_consent_is_named() {
        TestFamily family = families.family();
        String child = families.child(family.api(), 8, false);
        UUID session = sessions.session(station, service, 5);
        run(
                "update event set required_consents = '{CHILD_DATA,ONLINE_SESSION}' where id = (select event_id from session where id = '"
                        + session + "')");

        missing(family, session, child, "CHILD_DATA", "ONLINE_SESSION");
        consent(family, child);
        missing(family, session, child, "ONLINE_SESSION");
        family.api()
                .document(
                        "mutation { withdrawConsent(input: {childId: \"%s\", purpose: CHILD_DATA}) { ... on ConsentWithdrawn { consent { withdrawnAt } } } }"
                                .formatted(child))
                .execute()
                .path("withdrawConsent.consent.withdrawnAt")
                .hasValue();
        missing(family, session, child, "CHILD_DATA", "ONLINE_SESSION");
    }

    @Test
    void a_child_of_another_family_looks_like_no_child() {
        TestFamily family = families.family(8);
        TestFamily other = families.family(8);
        UUID session = sessions.session(station, service, 5);

        refused(book(family, session, other.children()), "NOT_YOUR_CHILD");
        refused(book(family, session, List.of("chi_01jd6fzk3qe4v8x2m9t7n5w0ac")), "NOT_YOUR_CHILD");

        assertThat(seats(session)).isEqualTo("0 taken, 0 active");
    }

    @Test
    void a_session_cannot_be_booked_outside_its_window() {
        TestFamily family = families.family(8);
        UUID early = sessions.session(station, service, 5);
        UUID late = sessions.session(station, service, 5);
        UUID cancelled = sessions.session(station, service, 5);
        run("update session set booking_opens_at = now() + interval '1 hour' where id = '" + early + "'");
        run("update session set booking_closes_at = now() - interval '1 second' where id = '" + late + "'");
        run("update session set cancelled_at = now() where id = '" + cancelled + "'");

        for (UUID session : List.of(early, late, cancelled)) {
            refused(book(family, session, family.children()), "BOOKING_NOT_OPEN");
            assertThat(seats(session)).isEqualTo("0 taken, 0 active");
        }
    }

    @Test
    void an_unpublished_session_looks_like_none() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);
        run("update event set published_at = null where id = (select event_id from session where id = '" + session
                + "')");

        refused(book(family, session, family.children()), "NOT_FOUND");
        refused(book(family, UUID.randomUUID(), family.children()), "NOT_FOUND");
    }

    @Test
    void the_input_is_checked() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 5);

        book(family, session, List.of())
                .path("bookSession.problems[0].path")
                .entity(String.class)
                .isEqualTo("childIds");
        book(family, session, List.of(family.child(), family.child()))
                .path("bookSession.problems[0].message")
                .entity(String.class)
                .isEqualTo("不能重复。");
    }

    @Test
    void nobody_books_without_signing_in() {
        UUID session = sessions.session(station, service, 5);
        anonymous
                .document(BOOK)
                .variable("input", input(session, List.of("chi_01jd6fzk3qe4v8x2m9t7n5w0ac"), Map.of()))
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .extracting(error -> error.getExtensions().get("code"))
                        .isEqualTo("UNAUTHENTICATED"));
    }

    @Test
    void messages_follow_the_language_of_the_request() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(station, service, 1);
        sessions.takeSeats(session, 1);

        family.api()
                .mutate()
                .header("Accept-Language", "en")
                .build()
                .document(BOOK)
                .variable("input", input(session, family.children(), Map.of()))
                .execute()
                .path("bookSession.message")
                .entity(String.class)
                .isEqualTo("Not enough places: 0 left.");
    }

    private void consent(TestFamily family, String child) {
        family.api()
                .document(
                        "mutation { giveConsent(input: {childId: \"%s\", consent: {purpose: CHILD_DATA, version: 1}}) { ... on ConsentGiven { consent { version } } } }"
                                .formatted(child))
                .execute()
                .path("giveConsent.consent.version")
                .entity(Integer.class)
                .isEqualTo(1);
    }

    private void missing(TestFamily family, UUID session, String child, String... purposes) {
        book(family, session, List.of(child))
                .path("bookSession.purposes")
                .entityList(String.class)
                .containsExactly(purposes);
        assertThat(seats(session)).isEqualTo("0 taken, 0 active");
    }

    private static void refused(GraphQlTester.Response response, String code) {
        response.path("bookSession.code").entity(String.class).isEqualTo(code);
    }

    private static String bookingId(GraphQlTester.Response response) {
        return response.path("bookSession.bookings[0].id").entity(String.class).get();
    }

    private GraphQlTester.Response book(TestFamily family, UUID session, List<String> children) {
        return book(family, session, children, Map.of());
    }

    private GraphQlTester.Response book(
            TestFamily family, UUID session, List<String> children, Map<String, Object> more) {
        return family.api()
                .document(BOOK)
                .variable("input", input(session, children, more))
                .execute();
    }

    private static Map<String, Object> input(UUID session, List<String> children, Map<String, Object> more) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "sessionId", Session.ID.encode(session),
                "childIds", children));
        input.putAll(more);
        return input;
    }

    private String seats(UUID session) {
        return database.sql("""
                        select s.seats_taken || ' taken, ' || (select count(*) from booking b
                            where b.session_id = s.id and b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')) || ' active'
                        from session s where s.id = :id
                        """)
                .bind("id", session)
                .mapValue(String.class)
                .one()
                .block();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
