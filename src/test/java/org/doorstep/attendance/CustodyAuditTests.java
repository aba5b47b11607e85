package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.attendance.TestDay.of;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.Station;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class CustodyAuditTests {

    @Autowired
    TestDay day;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private String booking;

    @BeforeEach
    void aChildIsHere() {
        station = day.station();
        staff = day.staffOf(station);
        family = day.family();
        booking = day.arrived(day.session(station, "-1 hour", "1 hour"), family, staff);
    }

    @Test
    void the_lists_of_a_family_leave_entries_with_who_changed_them() {
        String collector =
                id("addCollector", "name: \"王阿婆\", phone: \"13800000301\", relation: GRANDPARENT", "collector");
        String bar = id("barPerson", "name: \"李某\"", "barredPerson");
        day.outcome(family.guardian(), "removeCollector", "collectorId: \"" + collector + "\"");
        day.outcome(family.guardian(), "liftBar", "barId: \"" + bar + "\"");
        for (int i = 0; i < 2; i++) {
            issuePass();
        }

        String parent = family.guardian().personId() + " ";
        assertThat(entries("COLLECTOR|BAR|PASS"))
                .containsExactly(
                        parent + "COLLECTOR_ADDED",
                        parent + "PERSON_BARRED",
                        parent + "COLLECTOR_REMOVED",
                        parent + "BAR_LIFTED",
                        parent + "PASS_ISSUED",
                        "nobody PASS_REPLACED",
                        parent + "PASS_ISSUED");
    }

    @Test
    void hand_overs_tried_codes_and_incidents_leave_entries() {
        String code = issuePass();
        String wrong = "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
        assertThat(depart("passCode: \"" + wrong + "\"")).isEqualTo("PassInvalid");
        assertThat(depart("passCode: \"" + code + "\"")).isEqualTo("DepartureRecorded");
        assertThat(depart("guardianId: \"" + family.guardian().id() + "\"")).isEqualTo("AlreadyLeft");
        String incident = incidents(staff)
                .path("station.incidents[0].id")
                .entity(String.class)
                .get();
        assertThat(day.outcome(staff, "resolveIncident", "incidentId: \"" + incident + "\", note: \"已核实\""))
                .isEqualTo("IncidentResolved");
        assertThat(day.outcome(staff, "revertDeparture", of(booking) + ", reason: \"错\""))
                .isEqualTo("DepartureReverted");

        String who = staff.personId() + " ";
        assertThat(entries("PASS_TRIED|PASS_USED|HAND_OVER|INCIDENT|DEPARTURE|ATTENDANCE"))
                .containsExactlyInAnyOrder(
                        "nobody PASS_TRIED",
                        "nobody PASS_USED",
                        who + "DEPARTURE_RECORDED",
                        who + "HAND_OVER_RECORDED",
                        who + "INCIDENT_RAISED",
                        who + "INCIDENT_RESOLVED",
                        "nobody HAND_OVER_REMOVED",
                        "nobody ATTENDANCE_CHANGED",
                        who + "DEPARTURE_REVERTED");
    }

    @Test
    void each_look_at_an_incident_is_logged_and_shows_who_came() {
        assertThat(depart("guardianId: \"" + family.guardian().id() + "\"")).isEqualTo("DepartureRecorded");
        assertThat(day.outcome(
                        day.staffOf(station),
                        "recordDeparture",
                        of(booking) + ", collectedBy: {guardianId: \""
                                + family.guardian().id() + "\"}, verifiedHow: PHONE_CALL"))
                .isEqualTo("AlreadyLeft");
        long before = looks();

        incidents(day.staffOf(day.station())).path("station.incidents").valueIsNull();
        incidents(family.guardian()).path("station.incidents").valueIsNull();
        assertThat(looks()).isEqualTo(before);
        incidents(staff)
                .path("station.incidents[0].escort.kind")
                .entity(String.class)
                .isEqualTo("GUARDIAN");
        incidents(day.admin()).path("station.incidents[0].escort").valueIsNull();

        assertThat(looks()).isEqualTo(before + 2);
        family.api()
                .document("{ viewer { children { accessLog { role reason } } } }")
                .execute()
                .path("viewer.children[0].accessLog[1]")
                .entity(Map.class)
                .isEqualTo(Map.of("role", "STATION_STAFF", "reason", "INCIDENT"));
    }

    @Test
    void roles_that_come_and_go_leave_entries() {
        day.run("update role_grant set valid_until = now() + interval '1 day' where person_id = '%s'"
                .formatted(staff.personId()));
        day.run("delete from role_grant where person_id = '%s'".formatted(staff.personId()));

        assertThat(day.texts(
                        "select action || ' ' || reason from audit_entry where subject = '%s' and action like 'ROLE%%' order by id"
                                .formatted(staff.personId())))
                .containsExactly(
                        "ROLE_GRANTED STATION_STAFF", "ROLE_CHANGED STATION_STAFF", "ROLE_REMOVED STATION_STAFF");
    }

    private String depart(String by) {
        return day.outcome(
                staff, "recordDeparture", of(booking) + ", collectedBy: {" + by + "}, verifiedHow: IDENTITY_CARD");
    }

    private String issuePass() {
        return day.send(
                        family.guardian(),
                        "issuePickUpPass",
                        "childId: \"%s\", collectorName: \"李阿姨\", day: \"%s\""
                                .formatted(family.child(), LocalDate.now(ZoneId.of("Asia/Shanghai"))),
                        "... on PickUpPassIssued { passCode }")
                .path("issuePickUpPass.passCode")
                .entity(String.class)
                .get();
    }

    private String id(String mutation, String input, String field) {
        String type = mutation.equals("barPerson") ? "PersonBarred" : "CollectorAdded";
        return day.send(
                        family.guardian(),
                        mutation,
                        "idempotencyKey: \"%s\", childId: \"%s\", %s"
                                .formatted(UUID.randomUUID(), family.child(), input),
                        "... on %s { %s { id } }".formatted(type, field))
                .path(mutation + "." + field + ".id")
                .entity(String.class)
                .get();
    }

    private GraphQlTester.Response incidents(TestPerson person) {
        return day.as(person)
                .document("{ station(id: \"%s\") { incidents { id happenedAt escort { kind name } } } }"
                        .formatted(Station.ID.encode(station.uuid())))
                .execute();
    }

    private long looks() {
        return day.number(
                "select count(*) from audit_entry where action = 'CHILD_SEEN' and reason = 'INCIDENT' and child_id = '%s'"
                        .formatted(TestDay.child(family)));
    }

    private List<String> entries(String actions) {
        return day.texts("""
                select coalesce(actor::text, 'nobody') || ' ' || action from audit_entry
                where child_id = '%s' and action ~ '%s' order by id
                """.formatted(TestDay.child(family), actions));
    }
}
