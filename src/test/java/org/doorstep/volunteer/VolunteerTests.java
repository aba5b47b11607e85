package org.doorstep.volunteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestVolunteers.class})
class VolunteerTests {

    private static final String ONE =
            "query($id: ID!) { volunteer(id: $id) { displayName phone cleared skills { code } shifts { nodes { id } totalCount } } }";

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestVolunteers volunteers;

    @Autowired
    HttpGraphQlTester anonymous;

    @Autowired
    DatabaseClient database;

    @Autowired
    ReactiveTransactionManager transactions;

    private TestStation station = new TestStation(IdType.next(), IdType.next(), IdType.next(), "");

    @BeforeEach
    void openStation() {
        station = stations.station();
    }

    @Test
    void a_name_is_shown_in_full_to_the_volunteer_and_the_staff_and_masked_to_others() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        TestVolunteer colleague = volunteers.volunteer(station, "李平");
        assertThat(nameFor(volunteer.person(), volunteer)).containsExactly("王小红", "13800001234");
        assertThat(nameFor(people.staffOf(station.uuid()), volunteer)).containsExactly("王小红", "13800001234");
        assertThat(nameFor(people.masterOf(station.uuid()), volunteer)).containsExactly("王小红", "13800001234");
        assertThat(nameFor(colleague.person(), volunteer)).containsExactly("王**", "*******1234");
        assertThat(nameFor(people.federationOf(station.city()), volunteer)).containsExactly("王**", "*******1234");
        assertThat(nameFor(people.admin(), volunteer)).containsExactly("王**", "*******1234");
    }

    @Test
    void staff_of_another_station_see_a_volunteer_only_once_signed_up_for_a_shift_there() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        TestStation other = stations.station();
        TestPerson staff = people.staffOf(other.uuid());
        unseen(staff, volunteer);
        String signUp = volunteers.signUp(volunteer, volunteers.shift(volunteers.session(other, "CLASS", 30), 1));
        assertThat(nameFor(staff, volunteer)).containsExactly("王小红", "13800001234");
        volunteers.execute("update sign_up set withdrawn_at = now() where id = :id", SignUp.ID.decode(signUp));
        unseen(staff, volunteer);
    }

    @Test
    void strangers_see_nobody_through_any_path() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        String signUp = volunteers.signUp(volunteer, volunteers.shift(volunteers.session(station, "CLASS", 30), 1));
        TestPerson guardian = people.guardian();
        TestVolunteer stranger = volunteers.volunteer(stations.station(), "赵敏");
        unseen(stranger.person(), volunteer);
        for (TestPerson person : List.of(
                guardian, stranger.person(), people.staffOf(stations.station().uuid()))) {
            for (String id : List.of(volunteer.id(), signUp)) {
                volunteers
                        .as(person)
                        .document("query($id: ID!) { node(id: $id) { id } }")
                        .variable("id", id)
                        .execute()
                        .path("node")
                        .valueIsNull();
            }
        }
        code(anonymous, "{ volunteers { nodes { id } } }", "UNAUTHENTICATED");
        code(volunteers.as(guardian), "{ volunteers { nodes { id } } }", "FORBIDDEN");
    }

    @Test
    void a_name_of_a_team_is_given_once_in_a_station_however_it_is_written() {
        TestPerson master = people.masterOf(station.uuid());
        TestVolunteer leader = volunteers.volunteer(station, "王小红");
        assertThat(team(master, station, leader, "张家讲书队")).isEqualTo("TeamCreated");
        for (String again : List.of("张家讲书队", "張家講書隊", "张家·讲书队", "张家　讲书队")) {
            assertThat(team(master, station, leader, again)).as(again).isEqualTo("TEAM_NAME_TAKEN");
        }
        assertThat(volunteers.count("select count(*)::int from team where station_id = :id", station.uuid()))
                .isEqualTo(1);

        TestStation other = stations.station();
        assertThat(team(people.masterOf(other.uuid()), other, volunteers.volunteer(other, "李平"), "張家講書隊"))
                .isEqualTo("TeamCreated");
    }

    @Test
    void a_name_of_a_skill_is_given_once_however_it_is_written() {
        TestPerson federation = people.federationOf(station.city());
        assertThat(skill(federation, "TELLING", "讲书")).isEqualTo("SkillSaved");
        for (String again : List.of("讲书", "講書", "讲·书", "讲 书")) {
            assertThat(skill(federation, "TELLING_AGAIN", again)).as(again).isEqualTo("INVALID_INPUT");
        }
        assertThat(skills()).isEqualTo(1);
        assertThat(skill(federation, "TELLING", "講書")).isEqualTo("SkillSaved");
        assertThat(skills()).isEqualTo(1);
        database.sql("delete from skill where code like 'TELLING%'")
                .fetch()
                .rowsUpdated()
                .block();
    }

    /** Stations come by import only; without the index the database holds both. */
    @Test
    void names_are_kept_single_by_the_database() {
        String twins = """
                insert into station (id, county_id, area_id, name, address, latitude, longitude, origin, opened_on)
                select gen_random_uuid(), county_id, area_id, '驿 站·' || substr(name, 3), address, latitude, longitude, origin, opened_on
                from station where id = :id
                """;
        assertThatThrownBy(() -> volunteers.execute(twins, station.uuid())).isInstanceOf(DuplicateKeyException.class);

        TransactionalOperator undone = TransactionalOperator.create(transactions);
        assertThat(undone.execute(transaction -> {
                            transaction.setRollbackOnly();
                            return database.sql("drop index station_folded_name")
                                    .then()
                                    .then(database.sql(twins)
                                            .bind("id", station.uuid())
                                            .fetch()
                                            .rowsUpdated());
                        })
                        .blockLast())
                .isEqualTo(1L);
    }

    private String team(TestPerson master, TestStation at, TestVolunteer leader, String name) {
        return volunteers.answer(
                master,
                "createTeam",
                "CreateTeamInput",
                Map.of(
                        "idempotencyKey",
                        UUID.randomUUID(),
                        "stationId",
                        at.id(),
                        "name",
                        name,
                        "leaderId",
                        leader.id()));
    }

    private String skill(TestPerson federation, String code, String name) {
        return volunteers.answer(
                federation,
                "saveSkill",
                "SaveSkillInput",
                Map.of("code", code, "name", name, "nameEn", "Telling", "position", 90));
    }

    private int skills() {
        return volunteers.count(
                "select count(*)::int from skill where code like 'TELLING%' and :id = :id", station.uuid());
    }

    @Test
    void a_colleague_sees_no_shifts_and_the_volunteer_sees_the_own_page_by_page() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        TestVolunteer colleague = volunteers.volunteer(station, "李平");
        List<String> ids = IntStream.of(72, 48, 24)
                .mapToObj(hours ->
                        volunteers.signUp(volunteer, volunteers.shift(volunteers.session(station, "CLASS", hours), 1)))
                .toList();
        assertThat(page(volunteer.person(), volunteer, "first: 2")).containsExactly(ids.get(0), ids.get(1));
        assertThat(page(volunteer.person(), volunteer, "last: 2")).containsExactly(ids.get(1), ids.get(2));
        String cursor = volunteers
                .as(volunteer.person())
                .document("{ viewer { volunteer { shifts(first: 2) { totalCount pageInfo { endCursor } } } } }")
                .execute()
                .path("viewer.volunteer.shifts.totalCount")
                .entity(Integer.class)
                .isEqualTo(3)
                .path("viewer.volunteer.shifts.pageInfo.endCursor")
                .entity(String.class)
                .get();
        assertThat(page(volunteer.person(), volunteer, "first: 2, after: \"" + cursor + "\""))
                .containsExactly(ids.get(2));
        assertThat(page(colleague.person(), volunteer, "first: 2")).isEmpty();
    }

    @Test
    void nobody_registers_twice_and_the_answer_is_in_the_language_asked_for() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        volunteers
                .english(volunteer.person())
                .document(
                        "mutation($s: ID!, $k: UUID!) { registerVolunteer(input: {idempotencyKey: $k, displayName: \"甲\", stationId: $s}) { ... on Refusal { code message } } }")
                .variable("s", station.id())
                .variable("k", UUID.randomUUID())
                .execute()
                .path("registerVolunteer")
                .entity(Map.class)
                .isEqualTo(Map.of("code", "ALREADY_VOLUNTEER", "message", "You are a volunteer already."));
    }

    @Test
    void what_a_volunteer_changes_is_changed_and_an_unknown_skill_changes_nothing() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        assertThat(volunteers.answer(
                        volunteer.person(),
                        "updateVolunteer",
                        "UpdateVolunteerInput",
                        Map.of("displayName", "王大红", "skills", List.of("LAW", "FLYING"))))
                .isEqualTo("INVALID_INPUT");
        assertThat(nameFor(volunteer.person(), volunteer)).containsExactly("王小红", "13800001234");
        assertThat(volunteers.answer(
                        volunteer.person(),
                        "updateVolunteer",
                        "UpdateVolunteerInput",
                        Map.of("displayName", "王大红", "skills", List.of("LAW"))))
                .isEqualTo("VolunteerUpdated");
        volunteers
                .as(volunteer.person())
                .document(ONE)
                .variable("id", volunteer.id())
                .execute()
                .path("volunteer.skills[*].code")
                .entityList(String.class)
                .containsExactly("LAW")
                .path("volunteer.displayName")
                .entity(String.class)
                .isEqualTo("王大红");
    }

    @Test
    void a_team_has_its_leader_and_who_joined_once() {
        TestVolunteer leader = volunteers.volunteer(station, "王小红");
        TestVolunteer member = volunteers.volunteer(station, "李平");
        Map<String, Object> input = Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "stationId",
                station.id(),
                "name",
                "红袖标",
                "role",
                "MEDIATION",
                "leaderId",
                leader.id());
        String team = volunteers
                .send(
                        people.staffOf(station.uuid()),
                        "createTeam",
                        "CreateTeamInput",
                        "... on TeamCreated { team { id } }",
                        input)
                .path("createTeam.team.id")
                .entity(String.class)
                .get();
        Map<String, Object> join = Map.of("teamId", team);
        assertThat(volunteers.answer(member.person(), "joinTeam", "JoinTeamInput", join))
                .isEqualTo("TeamJoined");
        assertThat(volunteers.answer(member.person(), "joinTeam", "JoinTeamInput", join))
                .isEqualTo("ALREADY_MEMBER");
        assertThat(volunteers.answer(
                        volunteers.volunteer(stations.station(), "赵敏").person(), "joinTeam", "JoinTeamInput", join))
                .isEqualTo("NOT_FOUND");
        String query =
                "query($id: ID!) { station(id: $id) { teams { name memberCount role { name } leader { displayName } } } }";
        volunteers
                .as(member.person())
                .document(query)
                .variable("id", station.id())
                .execute()
                .path("station.teams")
                .entityList(Map.class)
                .containsExactly(Map.of(
                        "name",
                        "红袖标",
                        "memberCount",
                        2,
                        "role",
                        Map.of("name", "调解员"),
                        "leader",
                        Map.of("displayName", "王**")));
        anonymous
                .document(query)
                .variable("id", station.id())
                .execute()
                .path("station.teams[0].leader")
                .valueIsNull();
    }

    @Test
    void a_phone_is_kept_in_its_one_form_and_what_is_none_is_refused() {
        TestVolunteer volunteer = volunteers.volunteer(station, "王小红");
        for (String none : List.of("12345", "88881234", "+86 138 0000", "打电话")) {
            assertThat(phone(volunteer, none)).as(none).isEqualTo("INVALID_INPUT");
        }
        assertThat(nameFor(volunteer.person(), volunteer)).containsExactly("王小红", "13800001234");
        assertThat(phone(volunteer, "+86 139-0000-5678")).isEqualTo("VolunteerUpdated");
        assertThat(nameFor(volunteer.person(), volunteer)).containsExactly("王小红", "13900005678");
        assertThat(phone(volunteer, "（0573）8501 2345")).isEqualTo("VolunteerUpdated");
        assertThat(nameFor(volunteer.person(), volunteer)).containsExactly("王小红", "057385012345");
    }

    private String phone(TestVolunteer volunteer, String phone) {
        return volunteers.answer(volunteer.person(), "updateVolunteer", "UpdateVolunteerInput", Map.of("phone", phone));
    }

    private List<String> nameFor(TestPerson person, TestVolunteer volunteer) {
        var answer = volunteers
                .as(person)
                .document(ONE)
                .variable("id", volunteer.id())
                .execute();
        return List.of(
                answer.path("volunteer.displayName").entity(String.class).get(),
                answer.path("volunteer.phone").entity(String.class).get());
    }

    private void unseen(TestPerson person, TestVolunteer volunteer) {
        volunteers
                .as(person)
                .document(ONE)
                .variable("id", volunteer.id())
                .execute()
                .path("volunteer")
                .valueIsNull();
    }

    private List<String> page(TestPerson person, TestVolunteer volunteer, String arguments) {
        return volunteers
                .as(person)
                .document("query($id: ID!) { volunteer(id: $id) { shifts(" + arguments + ") { nodes { id } } } }")
                .variable("id", volunteer.id())
                .execute()
                .path("volunteer.shifts.nodes[*].id")
                .entityList(String.class)
                .get();
    }

    private static void code(GraphQlTester tester, String document, String code) {
        tester.document(document)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code)));
    }
}
