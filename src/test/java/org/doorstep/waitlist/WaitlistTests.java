package org.doorstep.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
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
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class WaitlistTests {

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private Waitlist waitlist;

    @Autowired
    private DatabaseClient database;

    private TestStation station;
    private UUID service;
    private UUID session;
    private TestFamily holder;
    private String booking;

    @BeforeEach
    void fillTheOnlyPlace() {
        station = stations.station();
        service = stations.service();
        session = sessions.session(station, service, 1);
        holder = families.family(8);
        booking = join(holder, Map.of());
    }

    @Test
    void a_freed_place_is_offered_to_the_first_in_line_and_held() {
        TestFamily first = families.family(8);
        TestFamily second = families.family(8);
        String waiting = join(first, Map.of());
        join(second, Map.of());

        cancel(holder, booking);

        assertThat(state(first, waiting)).isEqualTo("OFFERED");
        assertThat(actions(first, waiting)).containsExactly("ACCEPT_OFFER", "DECLINE_OFFER");
        TestFamily passerBy = families.family(8);
        assertThat(answer(bookOnly(passerBy), "bookSession")).isEqualTo("SESSION_FULL");
        answerOffer(first, "acceptOffer", "OfferAccepted", waiting)
                .path("acceptOffer.bookings[0].state")
                .entity(String.class)
                .isEqualTo("CONFIRMED");
        assertThat(counts()).isEqualTo("1 taken, 1 held, 1 waiting, 1 in line");
    }

    @Test
    void a_declined_place_goes_to_the_next() {
        TestFamily first = families.family(8);
        TestFamily second = families.family(8);
        String waiting = join(first, Map.of());
        String next = join(second, Map.of());
        cancel(holder, booking);

        answerOffer(first, "declineOffer", "OfferDeclined", waiting)
                .path("declineOffer.bookings[0].state")
                .entity(String.class)
                .isEqualTo("CANCELLED")
                .path("declineOffer.bookings[0].cancellationCause")
                .entity(String.class)
                .isEqualTo("FAMILY");

        assertThat(state(second, next)).isEqualTo("OFFERED");
        assertThat(counts()).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void an_offer_that_runs_out_goes_to_the_next_and_cannot_be_accepted() {
        TestFamily first = families.family(8);
        TestFamily second = families.family(8);
        String waiting = join(first, Map.of());
        String next = join(second, Map.of());
        cancel(holder, booking);
        run("update booking set offer_expires_at = now() - interval '1 second' where session_id = '" + session
                + "' and state = 'OFFERED'");

        assertThat(answer(answerOffer(first, "acceptOffer", "OfferAccepted", waiting), "acceptOffer"))
                .isEqualTo("OFFER_EXPIRED");
        waitlist.expire().block(Duration.ofSeconds(20));

        assertThat(state(first, waiting)).isEqualTo("EXPIRED");
        assertThat(state(second, next)).isEqualTo("OFFERED");
        assertThat(answer(answerOffer(first, "acceptOffer", "OfferAccepted", waiting), "acceptOffer"))
                .isEqualTo("OFFER_NOT_OPEN");
        assertThat(counts()).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void waiting_ends_when_the_session_begins() {
        TestFamily first = families.family(8);
        String waiting = join(first, Map.of());
        run(
                "update session set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' where id = '"
                        + session + "'");

        waitlist.expire().block(Duration.ofSeconds(20));

        assertThat(state(first, waiting)).isEqualTo("EXPIRED");
        assertThat(counts()).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void siblings_who_stay_together_are_passed_over_until_there_is_room_and_told_why() {
        TestFamily siblings = families.family(6, 9);
        TestFamily single = families.family(8);
        String together = join(siblings, Map.of());
        String alone = join(single, Map.of());

        cancel(holder, booking);

        assertThat(state(siblings, together)).isEqualTo("WAITLISTED");
        assertThat(state(single, alone)).isEqualTo("OFFERED");
        history(siblings, together)
                .path("node.waitlistHistory[*].reason")
                .entityList(String.class)
                .containsExactly("NOT_ENOUGH_SEATS");
        changeCapacity(people.staffOf(station.uuid()), 3)
                .path("changeCapacity.offered")
                .entity(Integer.class)
                .isEqualTo(2);
        history(siblings, together)
                .path("node.waitlistHistory[*].reason")
                .entityList(String.class)
                .containsExactly("NOT_ENOUGH_SEATS", "FIRST_IN_LINE");
        answerOffer(siblings, "acceptOffer", "OfferAccepted", together)
                .path("acceptOffer.bookings[*].state")
                .entityList(String.class)
                .containsExactly("CONFIRMED", "CONFIRMED");
        assertThat(counts()).isEqualTo("3 taken, 3 held, 0 waiting, 0 in line");
    }

    @Test
    void any_sibling_is_offered_what_there_is() {
        TestFamily siblings = families.family(6, 9);
        join(siblings, Map.of("familyPolicy", "ANY"));

        cancel(holder, booking);

        siblings.api()
                .document("{ viewer { bookings { nodes { state } } } }")
                .execute()
                .path("viewer.bookings.nodes[*].state")
                .entityList(String.class)
                .containsExactly("WAITLISTED", "OFFERED");
        assertThat(counts()).isEqualTo("1 taken, 1 held, 1 waiting, 1 in line");
    }

    @Test
    void a_child_who_found_another_place_meanwhile_is_passed_over() {
        TestFamily first = families.family(8);
        TestFamily second = families.family(8);
        String waiting = join(first, Map.of());
        String next = join(second, Map.of());
        UUID elsewhere = sessions.session(station, service, 5);
        bookIn(elsewhere, first, Map.of());

        cancel(holder, booking);

        assertThat(state(first, waiting)).isEqualTo("WAITLISTED");
        assertThat(state(second, next)).isEqualTo("OFFERED");
        history(first, waiting)
                .path("node.waitlistHistory[0].reason")
                .entity(String.class)
                .isEqualTo("OVERLAPPING_SESSION");
    }

    @Test
    void a_child_in_need_comes_first() {
        TestFamily first = families.family(8);
        TestFamily inNeed = families.family(8);
        String waiting = join(first, Map.of());
        String urgent = join(inNeed, Map.of());
        run("update booking set priority = 'CHILD_IN_NEED' where id = '" + Booking.ID.decode(urgent) + "'");

        cancel(holder, booking);

        assertThat(state(inNeed, urgent)).isEqualTo("OFFERED");
        assertThat(state(first, waiting)).isEqualTo("WAITLISTED");
    }

    @Test
    void another_family_answers_no_offer() {
        TestFamily first = families.family(8);
        String waiting = join(first, Map.of());
        cancel(holder, booking);

        assertThat(answer(answerOffer(holder, "acceptOffer", "OfferAccepted", waiting), "acceptOffer"))
                .isEqualTo("NOT_FOUND");
        assertThat(answer(answerOffer(holder, "declineOffer", "OfferDeclined", waiting), "declineOffer"))
                .isEqualTo("NOT_FOUND");

        assertThat(state(first, waiting)).isEqualTo("OFFERED");
    }

    @Test
    void nobody_loses_a_place_when_places_are_taken_away() {
        TestPerson staff = people.staffOf(station.uuid());
        changeCapacity(staff, 3);
        TestFamily other = families.family(8);
        join(other, Map.of());

        assertThat(answer(changeCapacity(staff, 1), "changeCapacity")).isEqualTo("CAPACITY_BELOW_BOOKINGS");
        assertThat(answer(changeCapacity(staff, 0), "changeCapacity")).isEqualTo("INVALID_INPUT");
        assertThat(answer(changeCapacity(people.staffOf(stations.station().uuid()), 5), "changeCapacity"))
                .isEqualTo("NOT_FOUND");

        assertThat(counts()).isEqualTo("2 taken, 2 held, 0 waiting, 0 in line");
    }

    @Test
    void a_storm_of_cancelling_and_joining_keeps_the_books() {
        changeCapacity(people.staffOf(station.uuid()), 3);
        List<TestFamily> all =
                IntStream.range(0, 12).mapToObj(i -> families.family(8)).toList();

        Flux.range(0, 3)
                .concatMap(round -> Flux.fromIterable(all)
                        .flatMap(family -> act(family), all.size())
                        .then())
                .blockLast(Duration.ofSeconds(60));

        assertThat(counts()).matches("(\\d+) taken, \\1 held, (\\d+) waiting, \\2 in line");
        assertThat(counts()).startsWith("3 taken");
    }

    /** Cancels or declines what the family has, then joins again. */
    private Mono<Void> act(TestFamily family) {
        return Mono.<Void>fromRunnable(() -> {
                    List<String> active = family.api()
                            .document(
                                    "{ viewer { bookings(states: [WAITLISTED, OFFERED, CONFIRMED]) { nodes { id } } } }")
                            .execute()
                            .path("viewer.bookings.nodes[*].id")
                            .entityList(String.class)
                            .get();
                    active.forEach(id -> cancel(family, id));
                    if (active.isEmpty()) {
                        bookIn(session, family, Map.of());
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private String join(TestFamily family, Map<String, Object> more) {
        return bookIn(session, family, more)
                .path("bookSession.bookings[0].id")
                .entity(String.class)
                .get();
    }

    private GraphQlTester.Response bookOnly(TestFamily family) {
        return bookIn(session, family, Map.of("ifFull", "REFUSE"));
    }

    private GraphQlTester.Response bookIn(UUID target, TestFamily family, Map<String, Object> more) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID(),
                "sessionId", Session.ID.encode(target),
                "childIds", family.children(),
                "ifFull", "JOIN_WAITLIST"));
        input.putAll(more);
        return family.api().document("""
                        mutation($input: BookSessionInput!) {
                          bookSession(input: $input) {
                            ... on SessionBooked { bookings { id } }
                            ... on SessionWaitlisted { bookings { id } }
                            ... on Refusal { code }
                          }
                        }
                        """).variable("input", input).execute();
    }

    private static void cancel(TestFamily family, String id) {
        family.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", id)
                .execute()
                .path("cancelBooking.__typename")
                .hasValue();
    }

    private static GraphQlTester.Response answerOffer(TestFamily family, String mutation, String result, String id) {
        return family.api()
                .document(
                        "mutation($id: ID!) { %s(input: {bookingId: $id}) { ... on %s { bookings { state cancellationCause } } ... on Refusal { code } } }"
                                .formatted(mutation, result))
                .variable("id", id)
                .execute();
    }

    private GraphQlTester.Response changeCapacity(TestPerson staff, int capacity) {
        return tester.mutate()
                .headers(staff::authorize)
                .build()
                .document(
                        "mutation($input: ChangeCapacityInput!) { changeCapacity(input: $input) { ... on CapacityChanged { offered session { capacity } } ... on Refusal { code } } }")
                .variable("input", Map.of("sessionId", Session.ID.encode(session), "capacity", capacity))
                .execute();
    }

    private static GraphQlTester.Response history(TestFamily family, String id) {
        return family.api()
                .document(
                        "query($id: ID!) { node(id: $id) { ... on Booking { state availableActions waitlistChance waitlistHistory { reason children seatsFree } } } }")
                .variable("id", id)
                .execute();
    }

    private static String state(TestFamily family, String id) {
        return history(family, id).path("node.state").entity(String.class).get();
    }

    private static List<String> actions(TestFamily family, String id) {
        return history(family, id)
                .path("node.availableActions")
                .entityList(String.class)
                .get();
    }

    private static String answer(GraphQlTester.Response response, String mutation) {
        return response.path(mutation + ".code").entity(String.class).get();
    }

    private String counts() {
        return database.sql("""
                        select s.seats_taken || ' taken, '
                            || count(*) filter (where b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')) || ' held, '
                            || s.waitlist_length || ' waiting, '
                            || count(*) filter (where b.state = 'WAITLISTED') || ' in line'
                        from session s left join booking b on b.session_id = s.id where s.id = :id group by s.id
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
