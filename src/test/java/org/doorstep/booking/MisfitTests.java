package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
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

/** Age is judged on the day of the session, and again when the birth date or the day changes. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFamilies.class, TestBookings.class})
class MisfitTests {

    private static final int MIN_AGE = 7;
    private static final int MAX_AGE = 12;
    private static final int DAYS = 10;
    private static final LocalDate DAY =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(DAYS);
    private static final String MISFIT = " { reason age minAge maxAge }";
    private static final Map<String, Object> TOO_OLD =
            Map.of("reason", "TOO_OLD", "age", MAX_AGE + 1, "minAge", MIN_AGE, "maxAge", MAX_AGE);

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private HttpGraphQlTester tester;

    private TestStation station;
    private TestPerson staff;
    private UUID event;
    private UUID session;
    private TestFamily family;

    @BeforeEach
    void aClassForChildrenOfSevenToTwelve() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        event = bookings.event(station, stations.service());
        bookings.run("update event set min_age = %d, max_age = %d where id = '%s'".formatted(MIN_AGE, MAX_AGE, event));
        session = bookings.session(event, DAYS, 9, 1);
        family = families.family(9);
    }

    @Test
    void a_child_is_booked_from_its_birthday_on_and_not_on_the_eve() {
        correct(DAY.minusYears(MIN_AGE).plusDays(1));
        assertThat(typeOf(bookings.booked(family, session))).isEqualTo("ChildTooYoung");
        correct(DAY.minusYears(MAX_AGE + 1));
        assertThat(typeOf(bookings.booked(family, session))).isEqualTo("ChildTooOld");
        assertThat(bookings.counts(session)).isEqualTo("0 taken, 0 held, 0 waiting, 0 in line");

        correct(DAY.minusYears(MIN_AGE));
        assertThat(typeOf(bookings.booked(family, session))).isEqualTo("SessionBooked");
    }

    @Test
    void a_correction_that_makes_a_booking_misfit_is_accepted_and_names_it() {
        String booking = bookings.book(family, session).get(0);
        assertThat(misfit(booking)).isNull();

        assertThat(correct(DAY.minusYears(MAX_AGE + 1))).containsExactly(booking);

        assertThat(misfit(booking)).isEqualTo(TOO_OLD);
        assertThat(bookings.state(family, booking)).isEqualTo("CONFIRMED");
        assertThat(onTheRoster()).isEqualTo(TOO_OLD);
        assertThat(bookings.counts(session)).isEqualTo("1 taken, 1 held, 0 waiting, 0 in line");

        assertThat(correct(DAY.minusYears(MAX_AGE + 1).plusDays(1))).isEmpty();
        assertThat(misfit(booking)).isNull();
        assertThat(onTheRoster()).isNull();
    }

    @Test
    void a_child_that_was_made_too_young_while_it_waits_is_passed_over_with_the_reason() {
        TestFamily holder = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String waiting = bookings.book(family, session).get(0);
        TestFamily next = families.family(8);
        String behind = bookings.book(next, session).get(0);
        LocalDate eve = DAY.minusYears(MIN_AGE).plusDays(1);
        assertThat(correct(eve)).containsExactly(waiting);

        cancel(holder, held);

        assertThat(bookings.state(family, waiting)).isEqualTo("WAITLISTED");
        assertThat(bookings.state(next, behind)).isEqualTo("OFFERED");
        bookings.seen(family, waiting, "waitlistHistory", " { reason }")
                .entityList(Map.class)
                .isEqualTo(List.of(Map.of("reason", "TOO_YOUNG")));
        tester.mutate()
                .headers(staff::authorize)
                .build()
                .document("query($id: ID!) { session(id: $id) { waitlist { children misfits } } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.waitlist")
                .entityList(Map.class)
                .isEqualTo(List.of(Map.of("children", 1, "misfits", 1)));
    }

    @Test
    void an_offer_is_not_accepted_for_a_child_that_no_longer_fits() {
        TestFamily holder = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String waiting = bookings.book(family, session).get(0);
        cancel(holder, held);
        assertThat(bookings.state(family, waiting)).isEqualTo("OFFERED");
        correct(DAY.minusYears(MAX_AGE + 1));
        String before = bookings.everything(session);

        accept(waiting)
                .path("acceptOffer")
                .entity(Map.class)
                .isEqualTo(Map.of(
                        "__typename", "ChildTooOld", "code", "CHILD_TOO_OLD", "message", "孩子已超过 12 周岁，不能参加这个活动。"));

        assertThat(bookings.everything(session)).isEqualTo(before);
        correct(DAY.minusYears(MAX_AGE));
        assertThat(accept(waiting)
                        .path("acceptOffer.__typename")
                        .entity(String.class)
                        .get())
                .isEqualTo("OfferAccepted");
    }

    @Test
    void an_offer_is_not_accepted_without_a_consent_that_is_renewed() {
        TestFamily holder = families.family(8);
        String held = bookings.book(holder, session).get(0);
        String waiting = bookings.book(family, session).get(0);
        cancel(holder, held);
        bookings.run(
                "update event set required_consents = '{CHILD_DATA,PHOTOGRAPHS}' where id = '%s'".formatted(event));
        String before = bookings.everything(session);

        assertThat(accept(waiting)
                        .path("acceptOffer.__typename")
                        .entity(String.class)
                        .get())
                .isEqualTo("ConsentMissing");

        assertThat(bookings.everything(session)).isEqualTo(before);
    }

    @Test
    void a_session_that_moves_past_a_birthday_keeps_its_bookings_and_says_whom_it_does_not_fit() {
        correct(DAY.minusYears(MAX_AGE + 1).plusDays(1));
        String booking = bookings.book(family, session).get(0);

        bookings.send(
                        staff,
                        "moveSession",
                        "MoveSessionInput",
                        Map.of(
                                "sessionId", Session.ID.encode(session),
                                "startsAt", DAY.plusDays(1) + "T09:00:00+08:00",
                                "endsAt", DAY.plusDays(1) + "T11:00:00+08:00"),
                        "... on SessionMoved { released bookingsThatNoLongerFit }")
                .path("moveSession")
                .entity(Map.class)
                .isEqualTo(Map.of(
                        "__typename", "SessionMoved", "released", 0, "bookingsThatNoLongerFit", List.of(booking)));

        assertThat(bookings.state(family, booking)).isEqualTo("CONFIRMED");
        assertThat(misfit(booking)).isEqualTo(TOO_OLD);
        assertThat(onTheRoster()).isEqualTo(TOO_OLD);
    }

    @Test
    void a_lost_place_has_no_alternative_that_the_child_is_too_old_for() {
        correct(DAY.minusYears(MAX_AGE + 1).plusDays(1));
        String booking = bookings.book(family, session).get(0);
        UUID before = bookings.session(event, DAYS - 1, 9, 3);
        bookings.session(event, DAYS + 1, 9, 3);

        bookings.send(
                staff,
                "cancelSession",
                "CancelSessionInput",
                Map.of("sessionId", Session.ID.encode(session), "reason", "停电"),
                "");

        bookings.seen(family, booking, "alternatives", " { id }")
                .entityList(Map.class)
                .isEqualTo(List.of(Map.of("id", Session.ID.encode(before))));
    }

    @Test
    void another_family_corrects_no_birth_date_and_sees_no_misfit() {
        String booking = bookings.book(family, session).get(0);
        TestFamily other = families.family(8);
        Map<String, Object> input = Map.of(
                "childId",
                family.child(),
                "birthDate",
                DAY.minusYears(MAX_AGE + 1).toString());

        assertThat(typeOf("updateChild", bookings.send(other.api(), "updateChild", "UpdateChildInput", input, "")))
                .isEqualTo("NotFound");

        assertThat(misfit(booking)).isNull();
    }

    /** The bookings that the answer names. */
    private List<String> correct(LocalDate born) {
        return bookings.send(
                        family.api(),
                        "updateChild",
                        "UpdateChildInput",
                        Map.of("childId", family.child(), "birthDate", born.toString()),
                        "... on ChildUpdated { bookingsThatNoLongerFit { id } }")
                .path("updateChild.bookingsThatNoLongerFit[*].id")
                .entityList(String.class)
                .get();
    }

    private Map<?, ?> misfit(String booking) {
        Map<?, ?> node = family.api()
                .document("query($id: ID!) { node(id: $id) { ... on Booking { misfit" + MISFIT + " } } }")
                .variable("id", booking)
                .execute()
                .path("node")
                .entity(Map.class)
                .get();
        return (Map<?, ?>) node.get("misfit");
    }

    private Map<?, ?> onTheRoster() {
        Map<?, ?> entry = tester.mutate()
                .headers(staff::authorize)
                .build()
                .document("query($id: ID!) { session(id: $id) { roster { nodes { misfit" + MISFIT + " } } } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.roster.nodes[0]")
                .entity(Map.class)
                .get();
        return (Map<?, ?>) entry.get("misfit");
    }

    private GraphQlTester.Response accept(String booking) {
        return bookings.send(family.api(), "acceptOffer", "AcceptOfferInput", Map.of("bookingId", booking), "");
    }

    private void cancel(TestFamily of, String booking) {
        bookings.send(of.api(), "cancelBooking", "CancelBookingInput", Map.of("bookingId", booking), "");
    }

    private static String typeOf(GraphQlTester.Response response) {
        return typeOf("bookSession", response);
    }

    private static String typeOf(String mutation, GraphQlTester.Response response) {
        return response.path(mutation + ".__typename").entity(String.class).get();
    }
}
