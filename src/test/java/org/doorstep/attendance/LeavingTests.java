package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.attendance.TestDay.of;

import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class LeavingTests {

    @Autowired
    TestDay day;

    @Autowired
    TestFamilies families;

    @Autowired
    OverduePickUps overdue;

    @Autowired
    Incidents incidents;

    @Autowired
    MoveOn moveOn;

    private TestStation station;
    private TestPerson staff;

    @BeforeEach
    void aStation() {
        station = day.station();
        staff = day.staffOf(station);
    }

    @Test
    void a_child_leaves_alone_only_while_the_guardian_consents_to_it() {
        TestFamily family = families.family(12);
        UUID session = session("LEAVES_ALONE", "-1 hour", "1 hour");
        String booking = day.arrived(session, family, staff);

        assertThat(alone(booking)).isEqualTo("MustBeCollected");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        consent(family, "giveConsent", "consent: {purpose: LEAVES_ALONE, version: 1}");
        consent(family, "withdrawConsent", "purpose: LEAVES_ALONE");
        assertThat(alone(booking)).isEqualTo("MustBeCollected");
        consent(family, "giveConsent", "consent: {purpose: LEAVES_ALONE, version: 1}");
        assertThat(alone(booking)).isEqualTo("DepartureRecorded");

        assertThat(departure(booking)).isEqualTo("LEFT_ALONE");
        assertThat(day.incidents(station)).isEmpty();
    }

    @Test
    void a_child_of_less_than_eight_years_is_handed_over_all_the_same() {
        TestFamily family = families.family(7);
        consent(family, "giveConsent", "consent: {purpose: LEAVES_ALONE, version: 1}");
        assertThat(alone(day.arrived(session("LEAVES_ALONE", "-1 hour", "1 hour"), family, staff)))
                .isEqualTo("MustBeCollected");
    }

    @Test
    void nobody_is_alarmed_for_who_need_not_be_collected() {
        String handedOver = day.arrived(session("HAND_OVER", "-2 hours", "-31 minutes"), day.family(), staff);
        String baby = day.arrived(session("GUARDIAN_STAYS", "-2 hours", "-31 minutes"), day.family(), staff);

        overdue.escalate().block();
        incidents.raiseAtClosing().block();
        moveOn.close().block();

        assertThat(steps(handedOver)).isEqualTo("0 1 2");
        assertThat(steps(baby)).isEmpty();
        assertThat(day.number(
                        "select count(*) from incident where booking_id = '%s'".formatted(Booking.ID.decode(baby))))
                .isZero();
        assertThat(day.stateOf(handedOver)).isEqualTo("ATTENDED here");
        assertThat(departure(baby)).isEqualTo("NOT_RECORDED");
        assertThat(day.outcome(staff, "recordDeparture", of(baby))).isEqualTo("DepartureRecorded");
        assertThat(departure(baby)).isEqualTo("WITH_GUARDIAN");
        assertThat(day.outcome(staff, "recordDeparture", of(handedOver))).isEqualTo("InvalidInput");
    }

    @Test
    void a_child_goes_on_to_the_adjoining_session_in_one_act_and_back() {
        TestFamily family = day.family();
        String morning = day.arrived(session("HAND_OVER", "-3 hours", "-31 minutes"), family, staff);
        String afternoon = day.booked(session("HAND_OVER", "1 hour", "3 hours"), family, "CONFIRMED");
        overdue.escalate().block();
        incidents.raiseAtClosing().block();
        assertThat(steps(morning)).isEmpty();

        assertThat(day.outcome(staff, "recordArrival", of(afternoon))).isEqualTo("ArrivalRecorded");

        assertThat(departure(morning)).isEqualTo("MOVED_ON");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
        assertThat(day.outcome(staff, "revertDeparture", of(morning) + ", reason: \"误点\""))
                .isEqualTo("MovedOn");
        assertThat(day.outcome(staff, "revertArrival", of(afternoon) + ", reason: \"误点\""))
                .isEqualTo("ArrivalReverted");
        assertThat(day.stateOf(morning)).isEqualTo("ATTENDED here");
        assertThat(day.stateOf(afternoon)).isEqualTo("CONFIRMED");
        assertThat(day.incidents(station)).isEmpty();
    }

    @Test
    void the_alarm_comes_when_the_following_place_is_given_up() {
        TestFamily family = day.family();
        String morning = day.arrived(session("HAND_OVER", "-3 hours", "-40 minutes"), family, staff);
        String afternoon = day.booked(session("HAND_OVER", "1 hour", "3 hours"), family, "CONFIRMED");
        day.run("""
                update booking set state = 'CANCELLED', confirmed_at = created_at, cancelled_by = booked_by,
                    cancellation_cause = 'FAMILY',
                    cancelled_at = now() - interval '16 minutes' where id = '%s'
                """.formatted(Booking.ID.decode(afternoon)));
        overdue.escalate().block();
        assertThat(steps(morning)).isEqualTo("0 1");
    }

    @Test
    void children_go_on_by_themselves_where_the_event_says_so() {
        TestFamily family = day.family();
        UUID first = session("HAND_OVER", "-3 hours", "-1 minute");
        String morning = day.arrived(first, family, staff);
        String afternoon = day.booked(session("HAND_OVER", "1 hour", "3 hours"), family, "CONFIRMED");
        moveOn.move().block();
        assertThat(day.stateOf(morning)).isEqualTo("ATTENDED here");
        day.run("update event set moves_on = true where id = (select event_id from session where id = '%s')"
                .formatted(first));
        moveOn.move().block();
        assertThat(departure(morning)).isEqualTo("MOVED_ON");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
    }

    @Test
    void what_happened_offline_after_midnight_is_recorded_and_marked() {
        String midnight = "(date_trunc('day', now(), 'Asia/Shanghai') - interval '1 day')";
        UUID session = session("HAND_OVER", "-3 hours", "-1 hour");
        day.run(
                "update session set starts_at = %1$s - interval '3 hours', ends_at = %1$s - interval '1 hour' where id = '%2$s'"
                        .formatted(midnight, session));
        TestFamily family = day.family();
        String booking = day.booked(session, family, "CONFIRMED");
        String person = ", collectedBy: {guardianId: \"%s\"}, verifiedHow: KNOWN_PERSONALLY"
                .formatted(family.guardian().id());
        day.send(
                        staff,
                        "uploadCheckIns",
                        "checkIns: [%s, %s]"
                                .formatted(
                                        item(booking, "ARRIVAL", at(midnight + " - interval '2 hours'"), ""),
                                        item(booking, "DEPARTURE", at(midnight + " + interval '10 minutes'"), person)),
                        "... on CheckInsUploaded { results { ... on CheckInRecorded { entry { attendance { departure { odd } } } } } }")
                .path("uploadCheckIns.results[1].entry.attendance.departure.odd")
                .entityList(String.class)
                .containsExactly("AFTER_DAY");
        assertThat(day.incidents(station)).isEmpty();
    }

    private String at(String sql) {
        return day.text("select to_char((%s) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')".formatted(sql));
    }

    private static String item(String booking, String kind, String at, String more) {
        return "{nonce: \"%s\", bookingId: \"%s\", kind: %s, at: \"%s\"%s}"
                .formatted(UUID.randomUUID(), booking, kind, at, more);
    }

    private UUID session(String custody, String starts, String ends) {
        UUID session = day.session(station, starts, ends);
        day.run("update event set custody = '%s' where id = (select event_id from session where id = '%s')"
                .formatted(custody, session));
        return session;
    }

    private String alone(String booking) {
        return day.outcome(staff, "recordDeparture", of(booking) + ", leftAlone: true");
    }

    private void consent(TestFamily family, String mutation, String more) {
        day.outcome(family.guardian(), mutation, "childId: \"" + family.child() + "\", " + more);
    }

    private String departure(String booking) {
        return day.text("select kind::text from hand_over where attendance_id = '%s'".formatted(day.stay(booking)));
    }

    private String steps(String booking) {
        return day.text("select coalesce(string_agg(step::text, ' ' order by step), '') from overdue_step "
                + "where attendance_id = '%s'".formatted(day.stay(booking)));
    }
}
