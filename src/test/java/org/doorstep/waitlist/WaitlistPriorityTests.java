package org.doorstep.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.Role;
import org.doorstep.identity.RoleGrant;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, StatementCount.class})
class WaitlistPriorityTests {

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private StatementCount statements;

    @Autowired
    private DatabaseClient database;

    private TestStation station;
    private UUID session;
    private TestPerson master;
    private TestFamily first;
    private TestFamily siblings;
    private String ahead;
    private List<String> behind;

    @BeforeEach
    void twoFamiliesWait() {
        station = stations.station();
        session = sessions.session(station, stations.service(), 2);
        sessions.takeSeats(session, 2);
        master = people.masterOf(station.uuid());
        first = families.family(8);
        siblings = families.family(6, 9);
        ahead = join(first).get(0);
        behind = join(siblings);
    }

    @Test
    void the_master_lets_a_basket_wait_before_others_and_the_family_is_told() {
        set(master, behind.get(1), "CHILD_IN_NEED", "REFERRED")
                .path("setWaitlistPriority")
                .entity(Map.class)
                .satisfies(answer -> assertThat(answer.toString())
                        .contains("children=2", "code=CHILD_IN_NEED", "name=困境儿童优先", "priorityReason=REFERRED"));

        for (String booking : behind) {
            family(siblings, booking)
                    .path("node.waitlistPriority.code")
                    .entity(String.class)
                    .isEqualTo("CHILD_IN_NEED")
                    .path("node.priorityReason")
                    .entity(String.class)
                    .isEqualTo("REFERRED");
        }
        assertThat(position(siblings, behind.get(0))).isEqualTo(1);
        assertThat(position(siblings, behind.get(1))).isEqualTo(2);
        assertThat(position(first, ahead)).isEqualTo(3);
        assertThat(audited()).isEqualTo(2);

        sessions.takeSeats(session, 0);
        run("select offer_free_seats('%s')".formatted(session));
        assertThat(states()).isEqualTo("OFFERED 2, WAITLISTED 1");
    }

    @Test
    void the_same_priority_again_changes_nothing_and_a_correction_takes_it_back() {
        set(master, behind.get(0), "CHILD_IN_NEED", "HARDSHIP");
        set(master, behind.get(0), "CHILD_IN_NEED", "HARDSHIP")
                .path("setWaitlistPriority.basket.priority.code")
                .entity(String.class)
                .isEqualTo("CHILD_IN_NEED");
        assertThat(audited()).isEqualTo(2);

        set(master, behind.get(0), "ORDINARY", "CORRECTION");

        assertThat(audited()).isEqualTo(4);
        assertThat(position(first, ahead)).isEqualTo(1);
        assertThat(position(siblings, behind.get(0))).isEqualTo(2);
    }

    @Test
    void the_order_is_kept_within_a_priority() {
        set(master, behind.get(0), "CHILD_IN_NEED", "HARDSHIP");
        set(master, ahead, "CHILD_IN_NEED", "HARDSHIP");

        assertThat(position(first, ahead)).isEqualTo(1);
        assertThat(position(siblings, behind.get(0))).isEqualTo(2);
        waitlist(master)
                .path("session.waitlist[*].bookingId")
                .entityList(String.class)
                .containsExactly(ahead, behind.get(0));
    }

    @Test
    void staff_and_others_set_no_priority() {
        TestPerson staff = people.staffOf(station.uuid());
        for (TestPerson person : List.of(staff, people.guardian())) {
            set(person, behind.get(0), "CHILD_IN_NEED", "HARDSHIP")
                    .errors()
                    .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        }
        TestStation elsewhere = stations.station();
        for (TestPerson person : List.of(
                people.masterOf(elsewhere.uuid()),
                people.federationOf(elsewhere.city()),
                people.with(
                        RoleGrant.atStation(Role.STATION_STAFF, station.uuid()),
                        RoleGrant.atStation(Role.STATION_MASTER, elsewhere.uuid())))) {
            assertThat(code(set(person, behind.get(0), "CHILD_IN_NEED", "HARDSHIP")))
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(audited()).isZero();
        assertThat(position(first, ahead)).isEqualTo(1);

        for (TestPerson person : List.of(people.federationOf(station.city()), people.admin())) {
            set(person, behind.get(0), "CHILD_IN_NEED", "HARDSHIP")
                    .path("setWaitlistPriority.__typename")
                    .entity(String.class)
                    .isEqualTo("WaitlistPrioritySet");
        }
    }

    @Test
    void only_who_waits_has_a_priority_and_only_one_that_exists() {
        assertThat(code(set(master, behind.get(0), "FRIEND_OF_MINE", "HARDSHIP")))
                .isEqualTo("INVALID_INPUT");
        run("update booking set state = 'CONFIRMED' where id = '%s'".formatted(Booking.ID.decode(ahead)));

        set(master, ahead, "CHILD_IN_NEED", "HARDSHIP")
                .path("setWaitlistPriority.code")
                .entity(String.class)
                .isEqualTo("NOT_WAITLISTED")
                .path("setWaitlistPriority.state")
                .entity(String.class)
                .isEqualTo("CONFIRMED");

        assertThat(audited()).isZero();
    }

    @Test
    void the_staff_see_who_waits_in_one_statement_and_nobody_else_does() {
        TestPerson staff = people.staffOf(station.uuid());
        UUID another = sessions.session(station, stations.service(), 1);
        statements.reset();

        as(staff)
                .document("""
                        query($one: ID!, $two: ID!) {
                          one: session(id: $one) { waitlist { bookingId children together priority { code } } }
                          two: session(id: $two) { waitlist { bookingId } }
                        }
                        """)
                .variable("one", Session.ID.encode(session))
                .variable("two", Session.ID.encode(another))
                .execute()
                .path("one.waitlist")
                .entity(List.class)
                .isEqualTo(List.of(
                        Map.of(
                                "bookingId",
                                ahead,
                                "children",
                                1,
                                "together",
                                true,
                                "priority",
                                Map.of("code", "ORDINARY")),
                        Map.of(
                                "bookingId",
                                behind.get(0),
                                "children",
                                2,
                                "together",
                                true,
                                "priority",
                                Map.of("code", "ORDINARY"))))
                .path("two.waitlist")
                .entityList(Object.class)
                .hasSize(0);

        assertThat(statements.all().stream().filter(sql -> sql.contains("waitlist_priority")))
                .hasSizeLessThanOrEqualTo(2);
        for (TestPerson person :
                List.of(first.guardian(), people.staffOf(stations.station().uuid()))) {
            waitlist(person).path("session.waitlist").valueIsNull();
        }
    }

    @Test
    void the_priorities_are_open_to_everyone() {
        tester.document("{ waitlistPriorities { code rank } }")
                .execute()
                .path("waitlistPriorities[*].code")
                .entityList(String.class)
                .containsExactly("CHILD_IN_NEED", "ORDINARY");
    }

    private List<String> join(TestFamily family) {
        return family.api()
                .document(
                        "mutation($input: BookSessionInput!) { bookSession(input: $input) { ... on SessionWaitlisted { bookings { id } } } }")
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", family.children(),
                                "ifFull", "JOIN_WAITLIST"))
                .execute()
                .path("bookSession.bookings[*].id")
                .entityList(String.class)
                .get();
    }

    private GraphQlTester.Response set(TestPerson person, String booking, String priority, String reason) {
        return as(person)
                .document("""
                        mutation($input: SetWaitlistPriorityInput!) {
                          setWaitlistPriority(input: $input) {
                            __typename
                            ... on WaitlistPrioritySet { basket { children priority { code name } priorityReason } }
                            ... on NotWaitlisted { state }
                            ... on Refusal { code }
                          }
                        }
                        """)
                .variable("input", Map.of("bookingId", booking, "priority", priority, "reason", reason))
                .execute();
    }

    private GraphQlTester.Response waitlist(TestPerson person) {
        return as(person)
                .document("query($id: ID!) { session(id: $id) { waitlist { bookingId } } }")
                .variable("id", Session.ID.encode(session))
                .execute();
    }

    private static GraphQlTester.Response family(TestFamily family, String booking) {
        return family.api()
                .document(
                        "query($id: ID!) { node(id: $id) { ... on Booking { waitlistPosition waitlistPriority { code } priorityReason prioritySetAt } } }")
                .variable("id", booking)
                .execute();
    }

    private static Integer position(TestFamily family, String booking) {
        return family(family, booking)
                .path("node.waitlistPosition")
                .entity(Integer.class)
                .get();
    }

    private static String code(GraphQlTester.Response response) {
        return response.path("setWaitlistPriority.code").entity(String.class).get();
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private long audited() {
        return database.sql("""
                        select count(*) from audit_entry e join booking b on b.id = e.subject
                        where e.action = 'WAITLIST_PRIORITY_SET' and b.session_id = :session and e.child_id = b.child_id
                          and e.reason = any('{REFERRED,HARDSHIP,CORRECTION}') and e.actor is not null
                        """)
                .bind("session", session)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private String states() {
        return database.sql("""
                        select string_agg(state || ' ' || children, ', ' order by state)
                        from (select state::text, count(*) as children from booking where session_id = :session group by state) s
                        """)
                .bind("session", session)
                .mapValue(String.class)
                .one()
                .block();
    }

    private void run(String sql) {
        database.sql(sql).then().block();
    }
}
