package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class CancelBookingTests {

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

    private TestFamily family;
    private UUID session;
    private String booking;

    @BeforeEach
    void book() {
        family = families.family(8);
        session = sessions.session(stations.station(), stations.service(), 5);
        booking = family.api()
                .document(
                        "mutation($input: BookSessionInput!) { bookSession(input: $input) { ... on SessionBooked { bookings { id } } } }")
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", family.children()))
                .execute()
                .path("bookSession.bookings[0].id")
                .entity(String.class)
                .get();
    }

    @Test
    void a_cancelled_booking_frees_its_place() {
        cancel(family.api())
                .path("cancelBooking.booking.state")
                .entity(String.class)
                .isEqualTo("CANCELLED")
                .path("cancelBooking.booking.cancellationCause")
                .entity(String.class)
                .isEqualTo("FAMILY")
                .path("cancelBooking.booking.session.seatsLeft")
                .entity(Integer.class)
                .isEqualTo(5)
                .path("cancelBooking.booking.availableActions")
                .entityList(String.class)
                .hasSize(0);
    }

    @Test
    void a_booking_is_cancelled_once() {
        cancel(family.api());

        cancel(family.api()).path("cancelBooking.code").entity(String.class).isEqualTo("BOOKING_NOT_ACTIVE");

        assertThat(seatsTaken()).isZero();
    }

    @Test
    void whatever_cancels_a_booking_says_why_and_nothing_else_does() {
        assertThatThrownBy(() -> update("state = 'CANCELLED', cancelled_at = now()"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("booking_cancellation");
        assertThatThrownBy(() -> update("cancellation_cause = 'FAMILY'"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("booking_cancellation");
        assertThat(update("state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'CHILD_DELETED'"))
                .isEqualTo(1);
    }

    @Test
    void it_is_too_late_after_the_deadline() {
        database.sql("update session set cancel_until = now() - interval '1 second' where id = :id")
                .bind("id", session)
                .fetch()
                .rowsUpdated()
                .block();

        cancel(family.api()).path("cancelBooking.code").entity(String.class).isEqualTo("CANCEL_DEADLINE_PASSED");

        assertThat(seatsTaken()).isEqualTo(1);
        viewerBookings(family.api())
                .path("viewer.bookings.nodes[0].state")
                .entity(String.class)
                .isEqualTo("CONFIRMED")
                .path("viewer.bookings.nodes[0].availableActions")
                .entityList(String.class)
                .hasSize(0);
    }

    @Test
    void another_family_finds_no_such_booking() {
        TestFamily other = families.family(8);

        cancel(other.api()).path("cancelBooking.code").entity(String.class).isEqualTo("NOT_FOUND");
        for (HttpGraphQlTester stranger : List.of(other.api(), anonymous)) {
            stranger.document("query($id: ID!) { node(id: $id) { id } }")
                    .variable("id", booking)
                    .execute()
                    .path("node")
                    .valueIsNull();
        }

        assertThat(seatsTaken()).isEqualTo(1);
    }

    @Test
    void the_family_sees_its_bookings_newest_first_and_by_state() {
        viewerBookings(family.api())
                .path("viewer.bookings.nodes[*].id")
                .entityList(String.class)
                .containsExactly(booking);
        family.api()
                .document("{ viewer { bookings(states: [CANCELLED]) { totalCount nodes { id } } } }")
                .execute()
                .path("viewer.bookings.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
    }

    @Test
    void the_place_can_be_booked_again_by_the_same_child() {
        cancel(family.api());
        family.api()
                .document("mutation($input: BookSessionInput!) { bookSession(input: $input) { __typename } }")
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", family.children()))
                .execute()
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked");
        assertThat(seatsTaken()).isEqualTo(1);
    }

    private GraphQlTester.Response cancel(HttpGraphQlTester api) {
        return api.document("""
                        mutation($id: ID!) {
                          cancelBooking(input: {bookingId: $id}) {
                            ... on BookingCancelled { booking { state cancellationCause availableActions session { seatsLeft } } }
                            ... on Refusal { code }
                          }
                        }
                        """).variable("id", booking).execute();
    }

    private static GraphQlTester.Response viewerBookings(HttpGraphQlTester api) {
        return api.document("{ viewer { bookings { nodes { id state availableActions } } } }")
                .execute();
    }

    private @Nullable Long update(String set) {
        return database.sql("update booking set " + set + " where id = :id")
                .bind("id", Booking.ID.decode(booking))
                .fetch()
                .rowsUpdated()
                .block();
    }

    private Integer seatsTaken() {
        return database.sql("select seats_taken from session where id = :id")
                .bind("id", session)
                .mapValue(Integer.class)
                .one()
                .block();
    }
}
