package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A child is left with people whom its guardian must be reachable for. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestBookings.class})
class ContactTests {

    private static final String BOTH = "ContactMissing [NAME, PHONE]";

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    TestBookings bookings;

    @Autowired
    DatabaseClient database;

    private UUID session;
    private TestFamily family;

    @BeforeEach
    void aFamilyThatHasJustSignedInWithWeChat() {
        session = sessions.session(stations.station(), stations.service(), 1);
        family = without(families.family(8), "name = null, phone = null");
    }

    @Test
    void a_child_is_booked_once_its_guardian_has_left_a_name_and_a_phone() {
        String before = bookings.everything(session);
        GraphQlTester.Response refused = book(session, "REFUSE");
        assertThat(answer(refused)).isEqualTo(BOTH);
        assertThat(refused.path("bookSession.code").entity(String.class).get()).isEqualTo("CONTACT_MISSING");
        assertThat(refused.path("bookSession.message").entity(String.class).get())
                .isEqualTo("请先填写您的姓名和手机号：孩子在驿站时，我们需要能联系到您。");
        assertThat(bookings.everything(session)).isEqualTo(before);

        name();
        assertThat(answer(book(session, "REFUSE"))).isEqualTo("ContactMissing [PHONE]");
        phone();
        assertThat(answer(book(session, "REFUSE"))).isEqualTo("SessionBooked null");
    }

    @Test
    void a_phone_alone_does_not_say_whom_an_identity_card_should_name() {
        phone();
        assertThat(answer(book(session, "REFUSE"))).isEqualTo("ContactMissing [NAME]");
    }

    @Test
    void nobody_waits_for_a_place_that_could_not_be_taken() {
        bookings.book(families.family(8), session);
        assertThat(answer(book(session, "JOIN_WAITLIST"))).isEqualTo(BOTH);
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");
    }

    @Test
    void siblings_are_refused_whatever_their_policy() {
        TestFamily siblings = without(families.family(8, 9), "phone = null");
        Map<String, Object> input = input(session, "JOIN_WAITLIST", siblings);
        input.put("familyPolicy", "ANY");
        assertThat(answer(send(siblings, "bookSession", "BookSessionInput", input)))
                .isEqualTo("ContactMissing [PHONE]");
    }

    @ParameterizedTest
    @CsvSource({
        "HAND_OVER, IN_PERSON, 'ContactMissing [NAME, PHONE]'",
        "LEAVES_ALONE, HYBRID, 'ContactMissing [NAME, PHONE]'",
        "GUARDIAN_STAYS, IN_PERSON, SessionBooked null",
        "NONE, ONLINE, SessionBooked null"
    })
    void only_an_event_in_whose_care_a_child_is_left_asks_for_them(String custody, String mode, String answer) {
        bookings.run("update event e set mode = '%s', custody = '%s', online_url = 'https://live.example.org/x'"
                        .formatted(mode, custody)
                + " from session s where s.id = '" + session + "' and e.id = s.event_id");
        assertThat(answer(book(session, "REFUSE"))).isEqualTo(answer);
    }

    @Test
    void a_series_says_that_a_contact_is_missing() {
        UUID event = UUID.fromString(bookings.text("select event_id::text from session where id = '" + session + "'"));
        family.api()
                .document("""
                        mutation($input: BookSeriesInput!) { bookSeries(input: $input) { ... on SeriesNotBooked {
                          skipped { refusal { __typename code ... on ContactMissing { missing } } } } } }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "eventId", Event.ID.encode(event),
                                "childIds", family.children(),
                                "until", "2099-01-01T00:00:00Z"))
                .execute()
                .path("bookSeries.skipped[*].refusal")
                .entityList(Map.class)
                .isEqualTo(List.of(Map.of(
                        "__typename",
                        "ContactMissing",
                        "code",
                        "CONTACT_MISSING",
                        "missing",
                        List.of("NAME", "PHONE"))));
    }

    @Test
    void an_offer_is_accepted_by_somebody_who_can_be_reached() {
        TestFamily holder = families.family(8);
        String held = bookings.book(holder, session).get(0);
        TestFamily waiting = families.family(8);
        String offered = bookings.book(waiting, session).get(0);
        bookings.send(holder.api(), "cancelBooking", "CancelBookingInput", Map.of("bookingId", held), "");
        assertThat(bookings.state(waiting, offered)).isEqualTo("OFFERED");
        // as it was before phones were asked for
        unguarded(() -> without(waiting, "phone = null"));

        String before = bookings.everything(session);
        assertThat(accept(waiting, offered)).isEqualTo("ContactMissing [PHONE]");
        assertThat(bookings.everything(session)).isEqualTo(before);
        family = waiting;
        phone();
        assertThat(accept(waiting, offered)).isEqualTo("OfferAccepted null");
    }

    @Test
    void a_phone_stays_while_children_are_booked() {
        name();
        phone();
        String booking = bookings.book(family, session).get(0);
        assertThat(removePhone()).isEqualTo("PhoneNeeded");
        assertThat(phones()).isEqualTo(1);
        bookings.send(family.api(), "cancelBooking", "CancelBookingInput", Map.of("bookingId", booking), "");
        assertThat(removePhone()).isEqualTo("PhoneRemoved");
        assertThat(phones()).isZero();
    }

    @Test
    void a_phone_stays_while_a_child_waits_or_is_at_the_station() {
        name();
        phone();
        TestFamily holder = families.family(8);
        bookings.book(holder, session);
        bookings.book(family, session);
        assertThat(removePhone()).isEqualTo("PhoneNeeded");

        bookings.run("""
                update booking set state = 'ATTENDED', confirmed_at = now(),
                    period = tstzrange(now() - interval '3 hours', now() - interval '1 hour')
                where booked_by = '%1$s';
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now() - interval '3 hours', booked_by
                from booking where booked_by = '%1$s'
                """.formatted(family.guardian().personId()));
        assertThat(removePhone()).isEqualTo("PhoneNeeded");
        bookings.run("""
                with left_now as (
                    update attendance a set left_at = now(), departure_recorded_by = b.booked_by
                    from booking b where b.id = a.booking_id and b.booked_by = '%s'
                    returning a.id, a.left_at, b.booked_by
                )
                insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                select id, left_at, booked_by, booked_by, 'KNOWN_PERSONALLY' from left_now
                """.formatted(family.guardian().personId()));
        assertThat(removePhone()).isEqualTo("PhoneRemoved");
    }

    /** The control: without the trigger the phone goes, and the child is booked by somebody whom nobody can call. */
    @Test
    void without_the_rule_of_the_database_the_phone_goes() {
        name();
        phone();
        bookings.book(family, session);
        unguarded(() -> assertThat(removePhone()).isEqualTo("PhoneRemoved"));
        assertThat(phones()).isZero();
    }

    @Test
    void however_a_phone_is_removed_while_its_owner_books_nobody_is_booked_without_one() {
        name();
        for (int round = 0; round < 20; round++) {
            phone();
            UUID next = sessions.session(stations.station(), stations.service(), 1);
            List<String> answers = Objects.requireNonNull(Flux.just(
                            Mono.fromSupplier(() -> answer(book(next, "REFUSE"))), Mono.fromSupplier(this::removePhone))
                    .flatMap(request -> request.subscribeOn(Schedulers.boundedElastic()))
                    .collectSortedList()
                    .block(Duration.ofSeconds(30)));
            assertThat(answers)
                    .isIn(
                            List.of("PhoneNeeded", "SessionBooked null"),
                            List.of("ContactMissing [PHONE]", "PhoneRemoved"));
            bookings.run("update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'FAMILY'"
                    + " where session_id = '" + next + "'");
        }
    }

    /** Does what the database would refuse. */
    private void unguarded(Runnable work) {
        bookings.run("alter table person disable trigger person_contact");
        try {
            work.run();
        } finally {
            bookings.run("alter table person enable trigger person_contact");
        }
    }

    private TestFamily without(TestFamily of, String change) {
        bookings.run("update person set " + change
                + ", phone_index = null, phone_source = null, phone_at = null where id = '"
                + of.guardian().personId() + "'");
        return of;
    }

    private void name() {
        bookings.send(family.api(), "updateProfile", "UpdateProfileInput", Map.of("name", "林小满"), "");
    }

    private void phone() {
        bookings.send(
                family.api(),
                "enterPhone",
                "EnterPhoneInput",
                Map.of("phone", "13812345678", "phoneAgain", "13812345678"),
                "");
    }

    private String removePhone() {
        return Objects.requireNonNull(
                bookings.send(family.api(), "removePhone", "RemovePhoneInput", Map.of("confirmed", true), "")
                        .path("removePhone.__typename")
                        .entity(String.class)
                        .get());
    }

    private long phones() {
        return Long.parseLong(bookings.text("select count(phone)::text from person where id = '"
                + family.guardian().personId() + "'"));
    }

    private GraphQlTester.Response book(UUID of, String ifFull) {
        return send(family, "bookSession", "BookSessionInput", input(of, ifFull, family));
    }

    private String accept(TestFamily by, String booking) {
        GraphQlTester.Response answer = send(by, "acceptOffer", "AcceptOfferInput", Map.of("bookingId", booking));
        return result(answer, "acceptOffer");
    }

    private GraphQlTester.Response send(TestFamily by, String mutation, String type, Map<String, Object> input) {
        return bookings.send(by.api(), mutation, type, input, "... on ContactMissing { missing }");
    }

    private static Map<String, Object> input(UUID session, String ifFull, TestFamily by) {
        return new HashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID(),
                "sessionId", Session.ID.encode(session),
                "childIds", by.children(),
                "ifFull", ifFull));
    }

    private static String answer(GraphQlTester.Response response) {
        return result(response, "bookSession");
    }

    private static String result(GraphQlTester.Response response, String mutation) {
        Map<?, ?> result =
                Objects.requireNonNull(response.path(mutation).entity(Map.class).get());
        return result.get("__typename") + " " + result.get("missing");
    }
}
