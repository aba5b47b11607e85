package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doorstep.attendance.TestDay.of;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.incident.Incidents;
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

        assertThat(day.departure(booking)).isEqualTo("LEFT_ALONE");
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

        assertThat(day.steps(handedOver)).isEqualTo("0 1 2");
        assertThat(day.steps(baby)).isEmpty();
        assertThat(day.number(
                        "select count(*) from incident where booking_id = '%s'".formatted(Booking.ID.decode(baby))))
                .isZero();
        assertThat(day.stateOf(handedOver)).isEqualTo("ATTENDED here");
        assertThat(day.departure(baby)).isEqualTo("NOT_RECORDED");
        assertThat(day.outcome(staff, "recordDeparture", of(baby))).isEqualTo("DepartureRecorded");
        assertThat(day.departure(baby)).isEqualTo("WITH_GUARDIAN");
        assertThat(day.outcome(staff, "recordDeparture", of(handedOver))).isEqualTo("InvalidInput");
    }

    @Test
    void a_child_goes_on_to_the_adjoining_session_in_one_act_and_back() {
        TestFamily family = day.family();
        String morning = day.arrived(session("HAND_OVER", "-3 hours", "-31 minutes"), family, staff);
        String afternoon = day.booked(session("HAND_OVER", "1 hour", "3 hours"), family, "CONFIRMED");
        overdue.escalate().block();
        incidents.raiseAtClosing().block();
        assertThat(day.steps(morning)).isEmpty();

        assertThat(day.outcome(staff, "recordArrival", of(afternoon))).isEqualTo("ArrivalRecorded");

        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
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
        assertThat(day.steps(morning)).isEqualTo("0 1");
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
        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
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
        String early = day.booked(session, day.family(), "CONFIRMED");
        day.send(
                        staff,
                        "uploadCheckIns",
                        "checkIns: [%s, %s, %s, %s, %s]"
                                .formatted(
                                        item(booking, "ARRIVAL", midnight + " - interval '2 hours'", ""),
                                        item(booking, "DEPARTURE", midnight + " + interval '10 minutes'", by(family)),
                                        item(early, "ARRIVAL", midnight + " + interval '24 hours'", ""),
                                        item(
                                                early,
                                                "ARRIVAL",
                                                midnight + " - interval '2 hours'",
                                                ", broughtBy: {name: \"王阿婆\"}"),
                                        item(
                                                early,
                                                "DEPARTURE",
                                                midnight + " - interval '1 minute'",
                                                ", collectedBy: {name: \"王阿婆\"}, verifiedHow: KNOWN_PERSONALLY")),
                        "... on CheckInsUploaded { results { __typename "
                                + "... on CheckInRecorded { entry { attendance { departure { odd } } } } } }")
                .path("uploadCheckIns.results[*].__typename")
                .entityList(String.class)
                .containsExactly(
                        "CheckInRecorded",
                        "CheckInRecorded",
                        "CheckInTimeRefused",
                        "CheckInRecorded",
                        "CheckInRecorded")
                .path("uploadCheckIns.results[1].entry.attendance.departure.odd")
                .entityList(String.class)
                .containsExactly("AFTER_DAY")
                .path("uploadCheckIns.results[4].entry.attendance.departure.odd")
                .entityList(String.class)
                .containsExactly();
        assertThat(day.incidents(station)).containsExactly("RELEASED_TO_UNLISTED");
    }

    @Test
    void a_device_that_let_a_child_leave_alone_says_whether_it_was_allowed() {
        TestFamily allowed = families.family(12);
        consent(allowed, "giveConsent", "consent: {purpose: LEAVES_ALONE, version: 1}");
        UUID alone = session("LEAVES_ALONE", "-2 hours", "1 hour");
        String may = day.arrived(alone, allowed, staff);
        String without = day.arrived(alone, families.family(12), staff);
        String inCare = day.arrived(session("HAND_OVER", "-2 hours", "1 hour"), families.family(12), staff);

        assertThat(day.upload(
                        staff,
                        day.item(may, "DEPARTURE", "10 minutes", ", leftAlone: true"),
                        day.item(without, "DEPARTURE", "9 minutes", ", leftAlone: true"),
                        day.item(inCare, "DEPARTURE", "8 minutes", ", leftAlone: true")))
                .containsExactly(
                        "CheckInRecorded null",
                        "CheckInRecorded LEFT_ALONE_UNALLOWED",
                        "CheckInRecorded LEFT_ALONE_UNALLOWED");

        for (String booking : List.of(may, without, inCare)) {
            assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");
            assertThat(day.departure(booking)).isEqualTo("LEFT_ALONE");
        }
        assertThat(day.incidents(station)).containsExactly("LEFT_ALONE_UNALLOWED", "LEFT_ALONE_UNALLOWED");
    }

    @Test
    void who_comes_to_a_hybrid_event_is_in_the_care_that_the_event_says() {
        UUID care = session("HAND_OVER", "-2 hours", "-31 minutes");
        UUID family = session("GUARDIAN_STAYS", "-2 hours", "-31 minutes");
        for (UUID session : List.of(care, family)) {
            day.run(ofEvent("mode = 'HYBRID', online_url = 'https://live.example.org'", session));
        }
        String handedOver = day.arrived(care, day.family(), staff);
        String baby = day.arrived(family, day.family(), staff);

        overdue.escalate().block();
        moveOn.close().block();

        assertThat(day.steps(handedOver)).isEqualTo("0 1 2");
        assertThat(day.steps(baby)).isEmpty();
        assertThat(day.stateOf(handedOver)).isEqualTo("ATTENDED here");
        assertThat(day.departure(baby)).isEqualTo("NOT_RECORDED");
        assertThatThrownBy(() -> day.run(ofEvent("custody = 'NONE'", care))).hasStackTraceContaining("event_custody");
    }

    @Test
    void a_child_whose_guardian_stayed_can_be_deleted_and_one_in_care_cannot() {
        TestFamily stayed = day.family();
        TestFamily left = day.family();
        String baby = day.arrived(session("GUARDIAN_STAYS", "-1 hour", "1 hour"), stayed, staff);
        String inCare = day.arrived(session("HAND_OVER", "-1 hour", "1 hour"), left, staff);

        assertThat(delete(stayed)).isEqualTo("ChildDeleted");
        assertThat(delete(left)).isEqualTo("ChildPresent");

        assertThat(day.stateOf(baby)).isEqualTo("ATTENDED left");
        assertThat(day.departure(baby)).isEqualTo("NOT_RECORDED");
        assertThat(day.stateOf(inCare)).isEqualTo("ATTENDED here");
        assertThat(day.texts("select (erased_at is not null)::text from child where id in ('%s', '%s') order by 1"
                        .formatted(TestDay.child(stayed), TestDay.child(left))))
                .containsExactly("false", "true");
    }

    @Test
    void whom_the_list_and_a_pass_named_yesterday_the_roster_shows_while_the_child_is_here() {
        String midnight = "date_trunc('day', now(), 'Asia/Shanghai')";
        UUID session = session("HAND_OVER", "-3 hours", "-1 hour");
        day.run(
                "update session set starts_at = %1$s - interval '3 hours', ends_at = %1$s - interval '1 hour' where id = '%2$s'"
                        .formatted(midnight, session));
        for (String way : List.of("pass", "list")) {
            TestFamily family = day.family();
            String booking = day.arrived(session, family, staff);
            String collector = collector(family);
            String code = pass(family);
            String by = way.equals("pass") ? "passCode: \"" + code + "\"" : "collectorId: \"" + collector + "\"";
            String today = "local_day(now())";

            named(family, today + " - 2");
            assertThat(expected(session, booking)).isEqualTo("[] null");
            assertThat(leave(booking, by)).isEqualTo(way.equals("pass") ? "PassInvalid" : "CollectorNotListed");
            assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");

            named(family, today + " - 1");
            assertThat(expected(session, booking)).isEqualTo("[王阿婆] 李叔叔");
            assertThat(leave(booking, by)).isEqualTo("DepartureRecorded");
            assertThat(expected(session, booking)).isEqualTo("[] null");
        }
    }

    @Test
    void a_pass_of_today_works_before_a_session_that_begins_after_midnight() {
        UUID session = session("HAND_OVER", "1 hour", "3 hours");
        day.run(
                "update session set starts_at = %1$s + interval '25 hours', ends_at = %1$s + interval '27 hours' where id = '%2$s'"
                        .formatted("date_trunc('day', now(), 'Asia/Shanghai')", session));
        TestFamily family = day.family();
        String booking = day.arrived(session, family, staff);
        day.run("update attendance set arrived_at = now() where id = '%s'".formatted(day.stay(booking)));
        String code = pass(family);
        assertThat(expected(session, booking)).isEqualTo("[] 李叔叔");
        assertThat(leave(booking, "passCode: \"" + code + "\"")).isEqualTo("DepartureRecorded");
    }

    private String item(String booking, String kind, String at, String more) {
        return "{nonce: \"%s\", bookingId: \"%s\", kind: %s, at: \"%s\"%s}"
                .formatted(UUID.randomUUID(), booking, kind, day.at(at), more);
    }

    private static String by(TestFamily family) {
        return ", collectedBy: {guardianId: \"%s\"}, verifiedHow: KNOWN_PERSONALLY"
                .formatted(family.guardian().id());
    }

    private String leave(String booking, String by) {
        return day.outcome(
                staff, "recordDeparture", of(booking) + ", collectedBy: {" + by + "}, verifiedHow: IDENTITY_CARD");
    }

    private String delete(TestFamily family) {
        return day.outcome(family.guardian(), "deleteChild", "childId: \"" + family.child() + "\"");
    }

    /** Lets what the family named be of one day only. */
    private void named(TestFamily family, String of) {
        day.run("update collector set valid_from = %1$s, valid_until = %1$s where child_id = '%2$s'"
                .formatted(of, TestDay.child(family)));
        day.run("update pick_up_pass set day = %s where child_id = '%s'".formatted(of, TestDay.child(family)));
    }

    private static String pass(TestFamily family) {
        return family.api()
                .document("""
                        mutation { issuePickUpPass(input: {childId: "%s", collectorName: "李叔叔", day: "%s"}) {
                          ... on PickUpPassIssued { passCode } } }
                        """.formatted(family.child(), LocalDate.now(ZoneId.of("Asia/Shanghai"))))
                .execute()
                .path("issuePickUpPass.passCode")
                .entity(String.class)
                .get();
    }

    private static String collector(TestFamily family) {
        return family.api()
                .document("""
                        mutation { addCollector(input: {idempotencyKey: "%s", childId: "%s", name: "王阿婆",
                          phone: "13800000121", relation: GRANDPARENT}) { ... on CollectorAdded { collector { id } } } }
                        """.formatted(UUID.randomUUID(), family.child()))
                .execute()
                .path("addCollector.collector.id")
                .entity(String.class)
                .get();
    }

    /** Whom the roster names for a booking: those on the list, and the holder of the pass. */
    private String expected(UUID session, String booking) {
        List<Map> entries = day.as(staff)
                .document(
                        "{ session(id: \"%s\") { roster { nodes { bookingId collectors { name } pickUpPass { collectorName } } } } }"
                                .formatted(Session.ID.encode(session)))
                .execute()
                .path("session.roster.nodes")
                .entityList(Map.class)
                .get();
        Map<?, ?> entry = entries.stream()
                .filter(found -> found.get("bookingId").equals(booking))
                .findFirst()
                .orElseThrow();
        Map<?, ?> pass = (Map<?, ?>) entry.get("pickUpPass");
        return ((List<?>) entry.get("collectors"))
                        .stream()
                                .map(collector -> (String) ((Map<?, ?>) collector).get("name"))
                                .toList()
                + " "
                + (pass == null ? null : pass.get("collectorName"));
    }

    private static String ofEvent(String change, UUID session) {
        return "update event set %s where id = (select event_id from session where id = '%s')"
                .formatted(change, session);
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
}
