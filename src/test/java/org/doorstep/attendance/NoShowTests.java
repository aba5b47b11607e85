package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.attendance.TestDay.of;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class NoShowTests {

    @Autowired
    TestDay day;

    @Autowired
    NoShows noShows;

    private TestStation station;
    private TestPerson staff;

    @BeforeEach
    void aStation() {
        station = day.station();
        staff = day.staffOf(station);
    }

    @Test
    void who_did_not_come_is_found_half_an_hour_after_a_session_where_attendance_was_taken() {
        UUID over = day.session(station, "-2 hours", "-31 minutes");
        String came = day.arrived(over, day.family(), staff);
        String missed = day.booked(over, day.family(), "CONFIRMED");
        String waited = day.booked(over, day.family(), "WAITLISTED");
        UUID recent = day.session(station, "-2 hours", "-29 minutes");
        day.arrived(recent, day.family(), staff);
        String late = day.booked(recent, day.family(), "CONFIRMED");
        UUID untaken = day.session(station, "-3 hours", "-31 minutes");
        String unknown = day.booked(untaken, day.family(), "CONFIRMED");

        Mono.zip(noShows.mark(), noShows.mark()).block();

        assertThat(List.of(came, missed, waited, late, unknown).stream().map(day::stateOf))
                .containsExactly("ATTENDED here", "NO_SHOW", "WAITLISTED", "CONFIRMED", "CONFIRMED");
        assertThat(entries(missed)).containsExactly("BOOKING_CONFIRMED", "BOOKING_NO_SHOW by the clock");
    }

    @Test
    void staff_say_that_a_child_did_not_come_once_the_session_is_over() {
        UUID over = day.session(station, "-2 hours", "-1 minute");
        String booking = day.booked(over, day.family(), "CONFIRMED");

        day.send(staff, "markNoShow", of(booking), "... on NoShowMarked { entry { bookingId bookingState } }")
                .path("markNoShow.entry.bookingState")
                .entity(String.class)
                .isEqualTo("NO_SHOW");

        assertThat(day.outcome(staff, "markNoShow", of(booking))).isEqualTo("AlreadyNoShow");
        assertThat(day.outcome(staff, "recordArrival", of(booking))).isEqualTo("NotBooked");
        assertThat(day.stateOf(booking)).isEqualTo("NO_SHOW");
        assertThat(entries(booking)).containsExactly("BOOKING_CONFIRMED", "BOOKING_NO_SHOW");
        assertThat(day.texts("select actor::text from audit_entry where action = 'BOOKING_NO_SHOW' and subject = '%s'"
                        .formatted(Booking.ID.decode(booking))))
                .containsExactly(staff.personId().toString());
    }

    @Test
    void out_of_order_nobody_is_missed() {
        UUID over = day.session(station, "-2 hours", "-1 minute");
        UUID running = day.session(station, "-2 hours", "1 minute");
        TestFamily family = day.family();

        String early = day.booked(running, family, "CONFIRMED");
        day.send(staff, "markNoShow", of(early), "... on SessionNotOver { code endsAt }")
                .path("markNoShow.code")
                .entity(String.class)
                .isEqualTo("SESSION_NOT_OVER");
        assertThat(day.stateOf(early)).isEqualTo("CONFIRMED");
        String came = day.arrived(over, day.family(), staff);
        assertThat(day.outcome(staff, "markNoShow", of(came))).isEqualTo("AlreadyArrived");
        assertThat(day.stateOf(came)).isEqualTo("ATTENDED here");
        for (String state : List.of("WAITLISTED", "OFFERED", "EXPIRED")) {
            String booking = day.booked(over, day.family(), state);
            assertThat(day.outcome(staff, "markNoShow", of(booking))).isEqualTo("NotBooked");
            assertThat(day.stateOf(booking)).isEqualTo(state);
        }
    }

    @Test
    void only_those_who_manage_the_station_say_so() {
        String booking = day.booked(day.session(station, "-2 hours", "-1 minute"), day.family(), "CONFIRMED");
        TestPerson other = day.staffOf(day.station());
        for (String id : List.of(booking, Booking.ID.encode(IdType.next()))) {
            assertThat(day.outcome(other, "markNoShow", of(id))).isEqualTo("NotFound");
        }
        day.send(day.family().guardian(), "markNoShow", of(booking), "__typename")
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        assertThat(day.outcome(day.master(station), "markNoShow", of(booking))).isEqualTo("NoShowMarked");
    }

    private List<String> entries(String booking) {
        return day.texts("""
                select action || case when action = 'BOOKING_NO_SHOW' and actor is null then ' by the clock' else '' end
                from audit_entry where subject = '%s' order by id
                """.formatted(Booking.ID.decode(booking)));
    }
}
