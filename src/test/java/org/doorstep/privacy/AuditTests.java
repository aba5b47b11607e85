package org.doorstep.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class AuditTests {

    private static final String ACCESS_LOG =
            "query($before: DateTime) { viewer { children { id accessLog(before: $before) { role stationId stationName reason at } } } }";

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private TestFamily family;
    private UUID session;
    private UUID booking;

    @BeforeEach
    void aChildIsBookedForASession() {
        station = stations.station();
        family = families.family(7);
        session = sessions.session(station, stations.service(), 20);
        booking = IdType.next();
        run(
                "update session set starts_at = now() + interval '1 hour', ends_at = now() + interval '2 hours' where id = '%s'"
                        .formatted(session));
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                select '%s', county_id, id, '%s', gen_random_uuid(), 'CONFIRMED', '%s', tstzrange(starts_at, ends_at)
                from session where id = '%s'
                """.formatted(booking, child(), family.guardian().personId(), session));
    }

    @Test
    void a_family_sees_in_which_role_and_why_others_looked_at_its_child() {
        seeRoster(people.staffOf(station.uuid()));
        seeRoster(people.masterOf(station.uuid()));

        List<Map<?, ?>> log = accessLog(family, null);

        assertThat(log).hasSize(2);
        assertThat(log.get(0).get("role")).isEqualTo("STATION_MASTER");
        assertThat(log.get(1).get("role")).isEqualTo("STATION_STAFF");
        assertThat(log).allSatisfy(look -> {
            assertThat(look.get("reason")).isEqualTo("ROSTER");
            assertThat(look.get("stationName")).isNotNull();
            assertThat(look.get("stationId").toString()).startsWith("sta_");
        });
        assertThat(accessLog(family, log.get(0).get("at"))).hasSize(1);
        assertThat(accessLog(families.family(8), null)).isEmpty();
    }

    @Test
    void the_familys_own_looks_are_not_logged() {
        accessLog(family, null);

        assertThat(accessLog(family, null)).isEmpty();
    }

    @Test
    void each_change_leaves_an_entry_with_who_made_it() {
        TestPerson staff = people.staffOf(station.uuid());
        as(staff)
                .document("mutation($id: ID!) { recordArrival(input: {bookingId: $id}) { __typename } }")
                .variable("id", Booking.ID.encode(booking))
                .execute()
                .path("recordArrival.__typename")
                .entity(String.class)
                .isEqualTo("ArrivalRecorded");
        family.api()
                .document(
                        "mutation($id: ID!) { withdrawConsent(input: {childId: $id, purpose: CHILD_DATA}) { __typename } updateChild(input: {childId: $id, nickname: \"豆豆\"}) { __typename } }")
                .variable("id", family.child())
                .execute()
                .path("withdrawConsent.__typename")
                .entity(String.class)
                .isEqualTo("ConsentWithdrawn");

        String parent = family.guardian().personId() + " ";
        assertThat(entries("action <> 'CHILD_SEEN'"))
                .containsExactlyInAnyOrder(
                        parent + "CHILD_ADDED",
                        parent + "CONSENT_GIVEN",
                        parent + "BOOKING_CONFIRMED",
                        staff.personId() + " ARRIVAL_RECORDED",
                        "system BOOKING_ATTENDED",
                        parent + "CONSENT_WITHDRAWN",
                        parent + "CHILD_CHANGED");
        assertThat(entries("role = 'STATION_STAFF' and action <> 'CHILD_SEEN'"))
                .containsExactly(staff.personId() + " ARRIVAL_RECORDED");
    }

    @Test
    void work_that_is_rolled_back_leaves_no_entry() {
        assertThat(entries("true")).hasSize(3);

        run("""
                do $$ begin
                    begin
                        update booking set state = 'NO_SHOW' where id = '%s';
                        raise exception 'rolled back';
                    exception when raise_exception then null;
                    end;
                end $$
                """.formatted(booking));

        assertThat(entries("true")).hasSize(3);
        run("update booking set state = 'NO_SHOW' where id = '" + booking + "'");
        assertThat(entries("true")).hasSize(4);
    }

    @Test
    void only_administrators_verify_the_record() {
        verify(people.admin())
                .path("verifyAudit.intact")
                .entity(Boolean.class)
                .isEqualTo(true)
                .path("verifyAudit.firstBroken")
                .valueIsNull();
        verify(family.guardian())
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
    }

    private GraphQlTester.Response verify(TestPerson person) {
        return as(person)
                .document(
                        "{ verifyAudit(from: \"2020-01-01T00:00:00Z\", until: \"2099-01-01T00:00:00Z\") { checked intact firstBroken head } }")
                .execute();
    }

    private void seeRoster(TestPerson person) {
        as(person)
                .document("query($id: ID!) { session(id: $id) { roster { nodes { nickname } } } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.roster.nodes")
                .entityList(Map.class)
                .hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> accessLog(TestFamily family, @Nullable Object before) {
        return (List<Map<?, ?>>) (List<?>) family.api()
                .document(ACCESS_LOG)
                .variable("before", before)
                .execute()
                .path("viewer.children[0].accessLog")
                .entityList(Map.class)
                .get();
    }

    private List<String> entries(String condition) {
        return database.sql(
                        "select coalesce(actor::text, 'system') || ' ' || action from audit_entry where child_id = '%s' and %s"
                                .formatted(child(), condition))
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private UUID child() {
        return Child.ID.decode(family.child());
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
