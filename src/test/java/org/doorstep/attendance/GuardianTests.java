package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Whom the staff of a station may call, and whose identity card they compare with. */
@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestDay.class,
    StatementCount.class
})
class GuardianTests {

    private static final String ROSTER = """
            { session(id: "%s") { roster(first: 20) { nodes { contactMissing guardians {
              id name relation phone phoneVerification booked barred } } } } }
            """;

    @Autowired
    TestDay day;

    @Autowired
    TestFamilies families;

    @Autowired
    TestPeople people;

    @Autowired
    People register;

    @Autowired
    StatementCount statements;

    private TestStation station;
    private TestPerson staff;
    private UUID session;
    private TestFamily family;
    private String booking;
    private UUID grandmother;

    @BeforeEach
    void aChildOfAMotherAndAGrandmother() {
        station = day.station();
        staff = day.staffOf(station);
        session = day.session(station, "1 hour", "3 hours");
        family = day.family();
        booking = day.booked(session, family, "CONFIRMED");
        named(family.guardian(), "林小满", "13812345678");
        family.api()
                .document(
                        "mutation { updateRelation(input: {relation: MOTHER}) { ... on RelationUpdated { relation } } }")
                .execute()
                .path("updateRelation.relation")
                .entity(String.class)
                .isEqualTo("MOTHER");
        grandmother = another("王阿婆", "0573-81234567");
    }

    @Test
    void the_roster_shows_all_guardians_whom_they_are_to_the_child_and_a_phone_to_call() {
        assertThat(guardians(staff))
                .containsExactly(
                        guardian(family.guardian().id(), "林小满", "MOTHER", "13812345678", true),
                        guardian(of(grandmother), "王阿婆", "GRANDPARENT", "057381234567", false));
        assertThat(guardians(day.master(station))).hasSize(2);
    }

    @Test
    void a_phone_is_shown_in_full_only_while_there_may_be_a_reason_to_call() {
        session = day.session(station, "3 hours", "5 hours");
        booking = day.booked(session, day.family(), "CONFIRMED");
        assertThat(guardians(staff))
                .extracting(guardian -> guardian.get("phone"))
                .allMatch(phone -> String.valueOf(phone).matches("\\*{7}[0-9]{4}"));
        day.run(
                "update booking set period = tstzrange(now() - interval '5 hours', now() - interval '3 hours') where id = '"
                        + Booking.ID.decode(booking) + "'");
        assertThat(guardians(staff))
                .extracting(guardian -> guardian.get("phone"))
                .allMatch(phone -> String.valueOf(phone).matches("\\*{7}[0-9]{4}"));
    }

    @Test
    void guardians_are_hidden_from_all_but_the_staff_and_the_master_of_the_station() {
        for (TestPerson other : List.of(day.admin(), people.federationOf(station.city()))) {
            assertThat(nodes(other)).extracting(node -> node.get("guardians")).containsOnlyNulls();
        }
        for (TestPerson stranger : List.of(day.staffOf(day.station()), family.guardian())) {
            day.as(stranger)
                    .document(ROSTER.formatted(Session.ID.encode(session)))
                    .execute()
                    .path("session.roster")
                    .valueIsNull();
        }
    }

    @Test
    void each_look_at_guardians_is_recorded() {
        String looks =
                "select count(*) from audit_entry where action = 'CHILD_SEEN' and reason = 'CONTACT' and actor = '%s'"
                        + " and child_id = '%s' and station_id = '%s'";
        guardians(staff);
        guardians(staff);
        assertThat(day.number(looks.formatted(staff.personId(), TestDay.child(family), station.uuid())))
                .isEqualTo(2);
        day.as(staff)
                .document("{ session(id: \"" + Session.ID.encode(session) + "\") { roster { nodes { nickname } } } }")
                .execute();
        assertThat(day.number(looks.formatted(staff.personId(), TestDay.child(family), station.uuid())))
                .isEqualTo(2);
    }

    @Test
    void the_guardians_of_many_children_cost_as_many_statements_as_those_of_one() {
        guardians(staff);
        statements.reset();
        guardians(staff);
        int one = statements.all().size();
        for (int i = 0; i < 5; i++) {
            day.booked(session, day.family(), "CONFIRMED");
        }
        statements.reset();
        assertThat(nodes(staff)).hasSize(6);
        assertThat(statements.all()).hasSize(one);
    }

    @Test
    void a_child_booked_before_contacts_were_asked_for_is_marked() {
        assertThat(nodes(staff)).extracting(node -> node.get("contactMissing")).isEqualTo(List.of(false));
        day.run("alter table person disable trigger person_contact");
        day.run("update person set phone = null, phone_index = null, phone_source = null, phone_at = null where id = '"
                + family.guardian().personId() + "'");
        day.run("alter table person enable trigger person_contact");
        assertThat(nodes(staff)).extracting(node -> node.get("contactMissing")).isEqualTo(List.of(true));
        assertThat(guardians(staff).get(0)).containsEntry("phone", null).containsEntry("phoneVerification", null);
        day.run(
                "update event e set mode = 'ONLINE', custody = 'NONE', online_url = 'https://live.example.org/x' from session s"
                        + " where s.id = '" + session + "' and e.id = s.event_id");
        assertThat(nodes(staff)).extracting(node -> node.get("contactMissing")).isEqualTo(List.of(false));
    }

    @Test
    void staff_confirm_a_phone_that_they_reached_the_guardian_by() {
        GraphQlTester.Response answer =
                confirm(staff, booking, family.guardian().id(), "138 1234 5678");
        assertThat(answer.path("confirmGuardianPhone.guardian.phoneVerification")
                        .entity(String.class)
                        .get())
                .isEqualTo("STATION");
        assertThat(day.texts("select role || ' ' || action || ' ' || station_id || ' ' || child_id from audit_entry"
                        + " where action = 'GUARDIAN_PHONE_CONFIRMED' and actor = '" + staff.personId()
                        + "' and subject = '"
                        + family.guardian().personId() + "'"))
                .containsExactly(
                        "STATION_STAFF GUARDIAN_PHONE_CONFIRMED " + station.uuid() + " " + TestDay.child(family));
        assertThat(viewer()).isEqualTo("STATION");
        enter("13812345670");
        assertThat(viewer()).isEqualTo("NONE");
    }

    @Test
    void a_phone_that_the_guardian_has_changed_is_not_confirmed() {
        enter("13812345670");
        assertThat(refusal(confirm(staff, booking, family.guardian().id(), "13812345678")))
                .isEqualTo("GUARDIAN_PHONE_CHANGED");
        assertThat(viewer()).isEqualTo("NONE");
    }

    @Test
    void only_staff_of_the_station_confirm_and_only_guardians_of_its_children_and_never_themselves() {
        String mother = family.guardian().id();
        day.run("""
                insert into family_guardian (family_id, person_id)
                select family_id, '%s' from family_guardian where person_id = '%s'
                """.formatted(staff.personId(), family.guardian().personId()));
        day.send(staff, "enterPhone", "phone: \"13800000009\", phoneAgain: \"13800000009\"", "__typename");
        assertThat(refusal(confirm(staff, booking, staff.id(), "13800000009"))).isEqualTo("NOT_FOUND");
        TestPerson elsewhere = day.staffOf(day.station());
        assertThat(refusal(confirm(elsewhere, booking, mother, "13812345678"))).isEqualTo("NOT_FOUND");
        assertThat(refusal(confirm(staff, booking, day.family().guardian().id(), "13812345678")))
                .isEqualTo("NOT_FOUND");
        day.run(
                "update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'FAMILY' where id = '"
                        + Booking.ID.decode(booking) + "'");
        assertThat(refusal(confirm(staff, booking, mother, "13812345678"))).isEqualTo("NOT_FOUND");
        day.run("update booking set state = 'CONFIRMED', cancelled_at = null, cancellation_cause = null where id = '"
                + Booking.ID.decode(booking) + "'");
        assertThat(viewer()).isEqualTo("NONE");
        for (TestPerson other : List.of(day.admin(), day.family().guardian())) {
            confirm(other, booking, mother, "13812345678")
                    .errors()
                    .satisfy(errors -> assertThat(errors)
                            .extracting(error -> error.getExtensions().get("code"))
                            .isEqualTo(List.of("FORBIDDEN")));
        }
    }

    @Test
    void a_bar_by_name_holds_against_a_guardian_too() {
        bar("林小满", null);
        bar("某某", "0573-8123 4567");
        assertThat(guardians(staff))
                .extracting(guardian -> guardian.get("barred"))
                .isEqualTo(List.of(true, true));
        String arrived = day.arrived(day.session(station, "-2 hours", "30 minutes"), family, staff);
        assertThat(leaves(arrived, family.guardian().id())).isEqualTo("CollectorBarred");
        assertThat(leaves(arrived, of(grandmother))).isEqualTo("CollectorBarred");
        assertThat(day.stateOf(arrived)).isEqualTo("ATTENDED here");
        assertThat(day.incidents(station)).isEqualTo(List.of("BARRED_COLLECTOR", "BARRED_COLLECTOR"));
    }

    @Test
    void a_guardian_whom_no_bar_names_takes_the_child() {
        bar("林小满", null);
        String arrived = day.arrived(day.session(station, "-2 hours", "30 minutes"), family, staff);
        assertThat(leaves(arrived, of(grandmother))).isEqualTo("DepartureRecorded");
    }

    private String leaves(String arrived, String guardian) {
        return day.outcome(
                staff,
                "recordDeparture",
                TestDay.of(arrived) + ", collectedBy: {guardianId: \"" + guardian + "\"}, verifiedHow: IDENTITY_CARD");
    }

    private void bar(String name, String phone) {
        day.send(
                        family.guardian(),
                        "barPerson",
                        "idempotencyKey: \"%s\", childId: \"%s\", name: \"%s\"%s"
                                .formatted(
                                        UUID.randomUUID(),
                                        family.child(),
                                        name,
                                        phone == null ? "" : ", phone: \"" + phone + "\""),
                        "... on PersonBarred { barredPerson { id } }")
                .path("barPerson.barredPerson.id")
                .hasValue();
    }

    private UUID another(String name, String phone) {
        UUID id = register.create(name, phone).blockOptional().orElseThrow();
        day.run("""
                insert into family_guardian (family_id, person_id, relation)
                select family_id, '%s', 'GRANDPARENT' from family_guardian where person_id = '%s'
                """.formatted(id, family.guardian().personId()));
        return id;
    }

    private void named(TestPerson person, String name, String phone) {
        day.send(person, "updateProfile", "name: \"" + name + "\"", "__typename");
        enter(phone);
    }

    private void enter(String phone) {
        day.send(
                family.guardian(),
                "enterPhone",
                "phone: \"%1$s\", phoneAgain: \"%1$s\"".formatted(phone),
                "__typename");
    }

    private String viewer() {
        return Objects.requireNonNull(family.api()
                .document("{ viewer { phoneVerification } }")
                .execute()
                .path("viewer.phoneVerification")
                .entity(String.class)
                .get());
    }

    private static String of(UUID person) {
        return Caller.PERSON.encode(person);
    }

    private GraphQlTester.Response confirm(TestPerson by, String of, String guardian, String phone) {
        return day.send(
                by,
                "confirmGuardianPhone",
                TestDay.of(of) + ", guardianId: \"" + guardian + "\", phone: \"" + phone + "\"",
                "... on GuardianPhoneConfirmed { guardian { phoneVerification } } ... on Refusal { code }");
    }

    private static String refusal(GraphQlTester.Response answer) {
        return Objects.requireNonNull(
                answer.path("confirmGuardianPhone.code").entity(String.class).get());
    }

    private static Map<String, Object> guardian(String id, String name, String relation, String phone, boolean booked) {
        return Map.of(
                "id", id,
                "name", name,
                "relation", relation,
                "phone", phone,
                "phoneVerification", "NONE",
                "booked", booked,
                "barred", false);
    }

    /** Those of the first child. */
    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> guardians(TestPerson by) {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(nodes(by).get(0).get("guardians"));
    }

    private List<Map<String, Object>> nodes(TestPerson by) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        day.as(by)
                .document(ROSTER.formatted(Session.ID.encode(session)))
                .execute()
                .path("session.roster.nodes[*]")
                .entityList(Map.class)
                .get()
                .forEach(node -> nodes.add((Map<String, Object>) node));
        return nodes;
    }
}
