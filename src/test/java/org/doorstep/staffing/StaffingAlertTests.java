package org.doorstep.staffing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;

@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestVolunteers.class,
    TestStaffing.class,
    StatementCount.class
})
class StaffingAlertTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestFamilies families;

    @Autowired
    TestVolunteers volunteers;

    @Autowired
    TestStaffing staffing;

    @Autowired
    StatementCount statements;

    private TestStation station = new TestStation(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

    /** A session with one carer left who covers two of the children, and with the shift that another one left. */
    private record Short(
            UUID session, UUID shift, TestVolunteer left, TestVolunteer staying, List<TestFamily> families) {}

    @BeforeEach
    void openStation() {
        station = stations.station();
    }

    @Test
    void a_carer_who_withdraws_raises_an_alert_that_names_the_children_who_booked_last() {
        Short one = shortOfACarer(4);

        assertThat(alertSeenBy(people.staffOf(station.uuid()), one.session()))
                .isEqualTo(Map.of(
                        "uncovered", 2,
                        "mostUncovered", 2,
                        "childrenAtRisk", atRisk(one, 2, 3)));
        assertThat(staffing.text("""
                        select v.id::text from staffing_alert a join sign_up u on u.id = a.sign_up_id
                        join volunteer v on v.id = u.volunteer_id where a.session_id = '%s'
                        """.formatted(one.session())))
                .isEqualTo(one.left().uuid().toString());
        assertThat(states(one)).containsOnly("CONFIRMED");
    }

    @Test
    void looks_at_children_at_risk_are_on_record() {
        Short one = shortOfACarer(3);
        TestPerson master = people.masterOf(station.uuid());

        alertSeenBy(master, one.session());

        assertThat(staffing.text("""
                        select string_agg(child_id || ' ' || actor || ' ' || role, ',') from audit_entry
                        where action = 'CHILD_SEEN' and reason = 'STAFFING' and station_id = '%s'
                        """.formatted(station.uuid())))
                .isEqualTo("%s %s STATION_MASTER"
                        .formatted(Child.ID.decode(one.families().get(2).child()), master.personId()));
    }

    @Test
    void those_who_do_not_manage_the_station_see_no_alert() {
        Short one = shortOfACarer(3);
        TestPerson guardian = one.families().get(0).guardian();
        TestPerson other = people.staffOf(stations.station().uuid());

        for (TestPerson person : List.of(guardian, other, one.left().person())) {
            as(person)
                    .document("{ session(id: \"%s\") { staffingAlert { id childrenAtRisk { childId } } } }"
                            .formatted(Session.ID.encode(one.session())))
                    .execute()
                    .path("session.staffingAlert")
                    .valueIsNull();
            as(person)
                    .document("{ station(id: \"%s\") { staffingAlerts { id } } }".formatted(station.id()))
                    .execute()
                    .path("station.staffingAlerts")
                    .valueIsNull();
        }
        assertThat(staffing.number("select count(*) from audit_entry where reason = 'STAFFING' and station_id = '%s'"
                        .formatted(station.uuid())))
                .isZero();
        assertThat(alertSeenBy(people.federationOf(station.city()), one.session()))
                .containsEntry("uncovered", 1);
    }

    @Test
    void an_alert_counts_with_the_carers_and_is_resolved_when_all_are_covered_again() {
        Short one = shortOfACarer(4);
        TestPerson staff = people.staffOf(station.uuid());

        staffing.run("update session set seats_taken = seats_taken - 1 where id = '%s'".formatted(one.session()));
        assertThat(alertsSeenBy(staff)).containsExactly(Map.of("uncovered", 1, "mostUncovered", 2));
        assertThat(open(one.session())).isEqualTo(1);
        staffing.run("update session set seats_taken = seats_taken - 1 where id = '%s'".formatted(one.session()));
        assertThat(alertsSeenBy(staff)).containsExactly(Map.of("uncovered", 0, "mostUncovered", 2));
        assertThat(open(one.session())).isZero();
    }

    @Test
    void another_carer_resolves_the_alert_and_the_next_withdrawal_raises_a_new_one() {
        Short one = shortOfACarer(4);
        TestPerson staff = people.staffOf(station.uuid());
        TestVolunteer another = volunteers.cleared(station, "赵敏");

        volunteers.signUp(another, one.shift());
        assertThat(alertsSeenBy(staff)).containsExactly(Map.of("uncovered", 0, "mostUncovered", 2));
        as(staff)
                .document(
                        "{ session(id: \"%s\") { staffingAlert { id } } }".formatted(Session.ID.encode(one.session())))
                .execute()
                .path("session.staffingAlert")
                .valueIsNull();

        volunteers.withdraw(another, one.shift());
        assertThat(alertsSeenBy(staff))
                .containsExactly(
                        Map.of("uncovered", 2, "mostUncovered", 2), Map.of("uncovered", 0, "mostUncovered", 2));
    }

    @Test
    void a_carer_who_is_not_needed_raises_none() {
        Short one = shortOfACarer(2);

        assertThat(alertsSeenBy(people.staffOf(station.uuid()))).isEmpty();
        assertThat(staffing.places(one.session())).isEqualTo("room 20, carers 1, capacity 2, taken 2, uncovered 0");
    }

    @Test
    void a_background_check_that_ends_too_early_raises_one_too() {
        Short one = shortOfACarer(2);

        staffing.run(
                "update volunteer set cleared_until = current_date where station_id = '%s'".formatted(station.uuid()));

        assertThat(alertSeenBy(people.staffOf(station.uuid()), one.session()))
                .isEqualTo(Map.of(
                        "uncovered", 2,
                        "mostUncovered", 2,
                        "childrenAtRisk", atRisk(one, 0, 1)));
    }

    @Test
    void a_carer_who_deletes_the_account_raises_one_too() {
        Short one = shortOfACarer(2);

        as(one.staying().person())
                .document("mutation { deleteMyAccount(input: {confirmed: true}) { __typename } }")
                .execute()
                .path("deleteMyAccount.__typename")
                .entity(String.class)
                .isEqualTo("AccountDeleted");

        assertThat(alertsSeenBy(people.staffOf(station.uuid())))
                .containsExactly(Map.of("uncovered", 2, "mostUncovered", 2));
        assertThat(states(one)).containsOnly("CONFIRMED");
    }

    @Test
    void a_sign_up_that_is_removed_raises_one_that_names_nobody() {
        Short one = shortOfACarer(2);

        staffing.run("delete from sign_up where volunteer_id = '%s'"
                .formatted(one.staying().uuid()));

        assertThat(staffing.number("""
                        select count(*) from staffing_alert
                        where sign_up_id is null and uncovered = 2 and session_id = '%s'
                        """.formatted(one.session()))).isEqualTo(1);
    }

    @Test
    void a_child_leaves_whether_it_is_covered_or_not() {
        Short one = shortOfACarer(4);
        TestPerson staff = people.staffOf(station.uuid());
        TestFamily family = one.families().get(3);
        String booking = staffing.arrived(one.session(), family, staff);

        as(staff)
                .document("""
                        mutation { recordDeparture(input: {bookingId: "%s", collectedBy: {guardianId: "%s"},
                          verifiedHow: KNOWN_PERSONALLY}) { __typename } }
                        """.formatted(booking, family.guardian().id()))
                .execute()
                .path("recordDeparture.__typename")
                .entity(String.class)
                .isEqualTo("DepartureRecorded");
    }

    @Test
    void a_page_of_any_size_takes_as_many_statements() {
        TestPerson staff = people.staffOf(station.uuid());
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            shortOfACarer(3);
            statements.reset();
            as(staff)
                    .document(
                            "{ station(id: \"%s\") { staffingAlerts { session { startsAt } childrenAtRisk { nickname } } } }"
                                    .formatted(station.id()))
                    .execute()
                    .path("station.staffingAlerts[*].childrenAtRisk[*].nickname")
                    .entityList(String.class)
                    .hasSize(i + 1);
            counts.add(reads());
            statements.reset();
            as(staff)
                    .document("{ sessions(filter: {stationId: \"%s\"}) { nodes { staffingAlert { uncovered } } } }"
                            .formatted(station.id()))
                    .execute()
                    .path("sessions.nodes[*].staffingAlert.uncovered")
                    .entityList(Integer.class)
                    .hasSize(i + 1);
            counts.add(reads());
        }
        // the alerts, who is at risk, and the children with the entries of the look at them
        assertThat(counts).containsExactly(4, 1, 4, 1, 4, 1);
    }

    /** Without what the server does by the clock meanwhile. */
    private int reads() {
        return (int) statements.all().stream()
                .filter(sql -> sql.contains("staffing_alert")
                        || sql.contains("seat_holders")
                        || sql.contains("nickname")
                        || sql.contains("insert into audit_entry"))
                .count();
    }

    private Short shortOfACarer(int children) {
        UUID session = staffing.session(station, 20, 2);
        UUID shift = volunteers.caringShift(session, 9);
        TestVolunteer leaving = volunteers.cleared(station, "李平");
        volunteers.signUp(leaving, shift);
        TestVolunteer staying = volunteers.cleared(station, "王芳");
        volunteers.signUp(staying, shift);
        List<TestFamily> booked = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            booked.add(families.family(8));
            assertThat(staffing.book(booked.get(i), session)).isEqualTo("CONFIRMED");
        }
        assertThat(volunteers.withdraw(leaving, shift)).isEqualTo("ShiftWithdrawn");
        return new Short(session, shift, leaving, staying, booked);
    }

    private static List<Map<String, String>> atRisk(Short one, int... places) {
        List<Map<String, String>> children = new ArrayList<>();
        for (int place : places) {
            children.add(Map.of("childId", one.families().get(place).child(), "bookingState", "CONFIRMED"));
        }
        return children;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> alertSeenBy(TestPerson person, UUID session) {
        return as(person)
                .document("""
                        { session(id: "%s") { staffingAlert {
                          uncovered mostUncovered childrenAtRisk { childId bookingState } } } }
                        """.formatted(Session.ID.encode(session)))
                .execute()
                .path("session.staffingAlert")
                .entity(Map.class)
                .get();
    }

    @SuppressWarnings("rawtypes")
    private List<Map> alertsSeenBy(TestPerson person) {
        return as(person)
                .document("{ station(id: \"%s\") { staffingAlerts { uncovered mostUncovered } } }"
                        .formatted(station.id()))
                .execute()
                .path("station.staffingAlerts")
                .entityList(Map.class)
                .get();
    }

    private List<String> states(Short one) {
        return List.of(staffing.text("select string_agg(distinct state::text, ' ') from booking where session_id = '%s'"
                        .formatted(one.session()))
                .split(" "));
    }

    private long open(UUID session) {
        return staffing.number("select count(*) from staffing_alert where resolved_at is null and session_id = '%s'"
                .formatted(session));
    }

    private GraphQlTester as(TestPerson person) {
        return volunteers.as(person);
    }
}
