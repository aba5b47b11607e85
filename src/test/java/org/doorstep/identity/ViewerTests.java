package org.doorstep.identity;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class})
class ViewerTests {

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    RoleGrants roleGrants;

    @Autowired
    People register;

    @Autowired
    TestStations stations;

    @Autowired
    DatabaseClient database;

    @Test
    void nobody_has_no_viewer() {
        tester.document("{ viewer { id } }").execute().path("viewer").valueIsNull();
    }

    @Test
    void a_viewer_sees_the_roles_held_now() {
        TestStations.TestStation station = stations.station();
        TestPerson staff = people.staffOf(station.uuid());
        as(staff)
                .document("{ viewer { id roles { role stationId areaId } locale } }")
                .execute()
                .path("viewer.id")
                .entity(String.class)
                .isEqualTo(staff.id())
                .path("viewer.roles[0].role")
                .entity(String.class)
                .isEqualTo("STATION_STAFF")
                .path("viewer.roles[0].stationId")
                .entity(String.class)
                .isEqualTo(station.id())
                .path("viewer.roles[0].areaId")
                .valueIsNull()
                .path("viewer.locale")
                .entity(String.class)
                .isEqualTo("ZH_CN");
    }

    @Test
    void a_role_ends_with_its_term_while_the_token_lives_on() {
        TestPerson person = people.guardian();
        UUID grant = roleGrants
                .grant(
                        person.personId(),
                        RoleGrant.atStation(
                                Role.STATION_MASTER, stations.station().uuid()),
                        null)
                .blockOptional()
                .orElseThrow();
        rolesOf(person, List.of("GUARDIAN", "STATION_MASTER"));

        roleGrants.revoke(grant).block();

        rolesOf(person, List.of("GUARDIAN"));
    }

    @Test
    void a_role_whose_term_is_over_is_not_held() {
        TestPerson person = people.guardian();
        database.sql("""
                        insert into role_grant (id, person_id, role, valid_from, valid_until)
                        values (:id, :person_id, 'ADMIN', now() - interval '2 days', now() - interval '1 second'),
                               (:id2, :person_id, 'VOLUNTEER', now() + interval '1 day', null)
                        """)
                .bind("id", IdType.next())
                .bind("id2", IdType.next())
                .bind("person_id", person.personId())
                .fetch()
                .rowsUpdated()
                .block();

        rolesOf(person, List.of("GUARDIAN"));
    }

    @Test
    void the_viewer_sees_the_own_name_in_full_and_the_phone_masked() {
        UUID id = register.create("林小满", "13812345678").blockOptional().orElseThrow();
        TestPerson person = people.signIn(id);

        as(person)
                .document("{ viewer { name phone } }")
                .execute()
                .path("viewer.name")
                .entity(String.class)
                .isEqualTo("林小满")
                .path("viewer.phone")
                .entity(String.class)
                .isEqualTo("*******5678");
    }

    @Test
    void a_viewer_changes_name_and_language() {
        TestPerson person = people.guardian();
        as(person)
                .document("""
                        mutation { updateProfile(input: {name: "周一苇", locale: EN}) {
                          ... on ProfileUpdated { viewer { name locale } } } }
                        """)
                .execute()
                .path("updateProfile.viewer.name")
                .entity(String.class)
                .isEqualTo("周一苇")
                .path("updateProfile.viewer.locale")
                .entity(String.class)
                .isEqualTo("EN");
    }

    @Test
    void a_blank_name_is_refused_and_nothing_changes() {
        TestPerson person = people.guardian();
        as(person)
                .document("""
                        mutation { updateProfile(input: {name: " ", locale: EN}) {
                          ... on InvalidInput { problems { path message } } } }
                        """)
                .execute()
                .path("updateProfile.problems[*].path")
                .entityList(String.class)
                .containsExactly("name")
                .path("updateProfile.problems[0].message")
                .entity(String.class)
                .isEqualTo("长度应在 1 到 50 个字符之间。");

        as(person)
                .document("{ viewer { name locale } }")
                .execute()
                .path("viewer.name")
                .entity(String.class)
                .isEqualTo("测试人员")
                .path("viewer.locale")
                .entity(String.class)
                .isEqualTo("ZH_CN");
    }

    private void rolesOf(TestPerson person, List<String> roles) {
        as(person)
                .document("{ viewer { roles { role } } }")
                .execute()
                .path("viewer.roles[*].role")
                .entityList(String.class)
                .isEqualTo(roles);
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }
}
