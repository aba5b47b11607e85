package org.doorstep.volunteer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

/** A session that is called off stands in nobody's way. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestVolunteers.class})
class CalledOffSessionTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    TestVolunteers volunteers;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private UUID service;
    private UUID session;
    private UUID sameTime;
    private TestPerson staff;

    @BeforeEach
    void twoSessionsAtOneTime() {
        station = stations.station();
        service = stations.service();
        session = sessions.session(station, service, 5);
        sameTime = sessions.session(station, service, 5);
        staff = people.staffOf(station.uuid());
    }

    @Test
    void who_signed_up_is_free_for_another_shift_and_sees_why() {
        TestVolunteer volunteer = volunteers.volunteer(station, "小林");
        UUID shift = volunteers.shift(session, 2);
        UUID other = volunteers.shift(sameTime, 2);
        String signUp = volunteers.signUp(volunteer, shift);
        assertThat(volunteers.signUp(volunteer, other)).isEqualTo("SHIFT_OVERLAP");

        callOff(session);

        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        assertThat(placesLeft(session)).containsExactly(0);
        assertThat(volunteers.signUp(volunteer, other)).startsWith("sup_");
        assertThat(volunteers.taken(other)).containsExactly(1, 1);
        assertThat(shown(volunteer)).containsExactlyInAnyOrder("null SCHEDULED", "SESSION_CANCELLED CANCELLED");
        assertThat(text(
                        "select action || ' ' || coalesce(actor::text, 'nobody') || ' ' || reason from audit_entry"
                                + " where action = 'SHIFT_WITHDRAWN' and subject = :id",
                        SignUp.ID.decode(signUp)))
                .isEqualTo("SHIFT_WITHDRAWN nobody SESSION_CANCELLED");
        assertThat(volunteers.signUp(volunteer, shift)).isEqualTo("SHIFT_STARTED");
    }

    @Test
    void what_the_volunteer_withdraws_from_is_not_shown() {
        TestVolunteer volunteer = volunteers.volunteer(station, "小林");
        UUID shift = volunteers.shift(session, 2);
        volunteers.signUp(volunteer, shift);
        volunteers.withdraw(volunteer, shift);
        assertThat(shown(volunteer)).isEmpty();
    }

    @Test
    void who_is_there_already_keeps_the_hours_and_is_free_from_now_on() {
        TestVolunteer volunteer = volunteers.volunteer(station, "小林");
        UUID shift = volunteers.shift(session, 2);
        String signUp = volunteers.signUp(volunteer, shift);
        runs(session);
        volunteers.execute(
                "update shift set starts_at = now() - interval '2 hours', ends_at = now() + interval '1 hour'"
                        + " where id = :id",
                shift);
        volunteers.execute(
                "update sign_up set period = tstzrange(now() - interval '2 hours', now() + interval '1 hour'),"
                        + " arrived_at = now() - interval '2 hours', arrival_recorded_by ="
                        + " (select person_id from volunteer v where v.id = volunteer_id) where shift_id = :id",
                shift);
        UUID soon = volunteers.shift(sameTime, 2);
        volunteers.execute(
                "update shift set starts_at = now() + interval '10 minutes', ends_at = now() + interval '1 hour'"
                        + " where id = :id",
                soon);
        assertThat(volunteers.signUp(volunteer, soon)).isEqualTo("SHIFT_OVERLAP");

        callOff(session);

        assertThat(volunteers.taken(shift)).containsExactly(1, 1);
        assertThat(volunteers.signUp(volunteer, soon)).startsWith("sup_");
        assertThat(volunteers.answer(
                        staff,
                        "recordShiftAttendance",
                        "RecordShiftAttendanceInput",
                        Map.of("signUpId", signUp, "mark", "LEFT")))
                .isEqualTo("ShiftAttendanceRecorded");
        assertThat(text("select hours::text from shift_hours where shift_id = :id", shift))
                .isEqualTo("2.00");
    }

    @Test
    void carers_who_are_freed_raise_no_alert() {
        TestVolunteer carer = volunteers.cleared(station, "小林");
        volunteers.execute(
                "update event set children_per_carer = 5 where id = (select event_id from session where id = :id)",
                session);
        UUID shift = volunteers.caringShift(session, 1);
        volunteers.signUp(carer, shift);
        attended(book(families.family(8), session));

        callOff(session);

        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        assertThat(text("select count(*)::text from staffing_alert where session_id = :id", session))
                .isEqualTo("0");
        assertThat(text("select uncovered::text from session where id = :id", session))
                .isEqualTo("0");
    }

    @Test
    void an_open_alert_is_over() {
        TestVolunteer carer = volunteers.cleared(station, "小林");
        volunteers.execute(
                "update event set children_per_carer = 5 where id = (select event_id from session where id = :id)",
                session);
        UUID shift = volunteers.caringShift(session, 1);
        volunteers.signUp(carer, shift);
        TestFamily family = families.family(8);
        String booking = book(family, session);
        volunteers.withdraw(carer, shift);
        assertThat(text(
                        "select count(*)::text from staffing_alert where resolved_at is null and session_id = :id",
                        session))
                .isEqualTo("1");
        attended(booking);

        callOff(session);

        assertThat(text(
                        "select count(*)::text from staffing_alert where resolved_at is null and session_id = :id",
                        session))
                .isEqualTo("0");
    }

    @Test
    void a_child_who_came_and_left_before_can_go_elsewhere() {
        TestFamily family = families.family(8);
        String booking = book(family, session);
        attended(booking);
        assertThat(book(family, sameTime)).isEqualTo("OVERLAPPING_SESSION");

        callOff(session);

        assertThat(book(family, sameTime)).startsWith("bkg_");
        assertThat(text("select state::text from booking where id = :id", Booking.ID.decode(booking)))
                .isEqualTo("ATTENDED");
    }

    @Test
    void another_session_of_the_event_can_take_its_time() {
        UUID event = sessions.again(session, Instant.now().plus(Duration.ofDays(20)));
        String start = text(
                "select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from session"
                        + " where id = :id",
                session);
        String end = text(
                "select to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from session"
                        + " where id = :id",
                session);
        Map<String, Object> move = Map.of("sessionId", Session.ID.encode(event), "startsAt", start, "endsAt", end);
        assertThat(volunteers.answer(staff, "moveSession", "MoveSessionInput", move))
                .isEqualTo("INVALID_INPUT");

        callOff(session);

        assertThat(volunteers.answer(staff, "moveSession", "MoveSessionInput", move))
                .isEqualTo("SessionMoved");
    }

    private void callOff(UUID of) {
        assertThat(volunteers.answer(
                        staff,
                        "cancelSession",
                        "CancelSessionInput",
                        Map.of("sessionId", Session.ID.encode(of), "reason", "停电")))
                .isEqualTo("SessionCancelled");
    }

    private void runs(UUID of) {
        volunteers.execute(
                "update session set starts_at = now() - interval '2 hours', ends_at = now() + interval '1 hour'"
                        + " where id = :id",
                of);
    }

    private String book(TestFamily family, UUID in) {
        Map<?, ?> answer = family.api()
                .document("""
                        mutation($input: BookSessionInput!) { bookSession(input: $input) {
                          ... on SessionBooked { bookings { id } } ... on Refusal { code } } }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID(),
                                "sessionId",
                                Session.ID.encode(in),
                                "childIds",
                                family.children()))
                .execute()
                .path("bookSession")
                .entity(Map.class)
                .get();
        return answer.get("code") instanceof String code
                ? code
                : (String) ((Map<?, ?>) ((List<?>) answer.get("bookings")).get(0)).get("id");
    }

    private void attended(String booking) {
        volunteers.execute("update booking set state = 'ATTENDED' where id = :id", Booking.ID.decode(booking));
    }

    private List<String> shown(TestVolunteer volunteer) {
        List<?> nodes = volunteers
                .as(volunteer.person())
                .document("{ viewer { volunteer { shifts { nodes { endedBecause shift { session { state } } } } } } }")
                .execute()
                .path("viewer.volunteer.shifts.nodes")
                .entity(List.class)
                .get();
        return nodes.stream()
                .map(node -> (Map<?, ?>) node)
                .map(node -> node.get("endedBecause") + " "
                        + ((Map<?, ?>) ((Map<?, ?>) node.get("shift")).get("session")).get("state"))
                .toList();
    }

    private List<Integer> placesLeft(UUID of) {
        return volunteers
                .as(staff)
                .document("query($id: ID!) { session(id: $id) { shifts { placesLeft } } }")
                .variable("id", Session.ID.encode(of))
                .execute()
                .path("session.shifts[*].placesLeft")
                .entityList(Integer.class)
                .get();
    }

    private String text(String sql, UUID id) {
        return database.sql(sql)
                .bind("id", id)
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
