package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.incident.Incidents;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.Station;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class IncidentTests {

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
    Incidents incidents;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private TestPerson staff;

    @BeforeEach
    void aStationWithoutHours() {
        station = stations.station();
        run("delete from opening_hours where station_id = '%s'".formatted(station.uuid()));
        staff = people.staffOf(station.uuid());
    }

    @Test
    void a_child_still_here_when_the_station_closed_is_one_incident_and_stays_checked_in() {
        String late = here("31 minutes");
        String waiting = here("29 minutes");

        Mono.zip(incidents.raiseAtClosing(), incidents.raiseAtClosing()).block();
        incidents.raiseAtClosing().block();

        incidentsSeenBy(staff)
                .entity(List.class)
                .isEqualTo(List.of(Map.of("kind", "OPEN_AT_CLOSING", "childId", late)));
        for (String child : List.of(late, waiting)) {
            assertThat(number("select count(*) from attendance where left_at is null and child_id = '%s'"
                            .formatted(Child.ID.decode(child))))
                    .isEqualTo(1);
        }
    }

    @Test
    void the_hours_of_the_day_say_when_a_station_closes() {
        here("1 minute");
        incidents.raiseAtClosing().block();
        incidentsSeenBy(staff).entityList(Object.class).hasSize(0);

        openUntil("00:01");
        incidents.raiseAtClosing().block();

        incidentsSeenBy(staff).entityList(Object.class).hasSize(1);
    }

    @Test
    void a_station_that_is_still_open_after_the_session_has_not_closed() {
        here("31 minutes");
        openUntil("24:00");
        boolean endedYesterday = number("""
                select count(*) from session where station_id = '%s'
                  and (ends_at at time zone 'Asia/Shanghai')::date < (now() at time zone 'Asia/Shanghai')::date
                """.formatted(station.uuid())) == 1;
        incidents.raiseAtClosing().block();
        incidentsSeenBy(staff).entityList(Object.class).hasSize(endedYesterday ? 1 : 0);

        run("delete from opening_hours where station_id = '%s'".formatted(station.uuid()));
        incidents.raiseAtClosing().block();
        incidentsSeenBy(staff).entityList(Object.class).hasSize(1);
    }

    private void openUntil(String time) {
        run("""
                insert into opening_hours (station_id, day_of_week, opens_at, closes_at)
                select '%s', d, '00:00', '%s' from generate_series(1, 7) d
                """.formatted(station.uuid(), time));
    }

    @Test
    void an_incident_is_resolved_once_by_those_who_manage_the_station() {
        here("31 minutes");
        incidents.raiseAtClosing().block();
        String id = as(staff)
                .document("{ station(id: \"%s\") { incidents { id } } }".formatted(Station.ID.encode(station.uuid())))
                .execute()
                .path("station.incidents[0].id")
                .entity(String.class)
                .get();
        TestPerson other = people.staffOf(stations.station().uuid());

        resolve(other, id, "看错了")
                .path("resolveIncident.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        resolve(staff, id, " ")
                .path("resolveIncident.code")
                .entity(String.class)
                .isEqualTo("INVALID_INPUT");
        assertThat(number("select count(*) from incident where resolved_at is null and station_id = '%s'"
                        .formatted(station.uuid())))
                .isEqualTo(1);
        resolve(staff, id, "外婆晚到，已电话确认")
                .path("resolveIncident.incident.note")
                .entity(String.class)
                .isEqualTo("外婆晚到，已电话确认");
        resolve(staff, id, "另一个说法")
                .path("resolveIncident.code")
                .entity(String.class)
                .isEqualTo("INCIDENT_ALREADY_RESOLVED");
        incidentsSeenBy(other).valueIsNull();
    }

    private GraphQlTester.Response resolve(TestPerson person, String id, String note) {
        return as(person).document("""
                        mutation { resolveIncident(input: {incidentId: "%s", note: "%s"}) {
                          ... on IncidentResolved { incident { note } } ... on Refusal { code } } }
                        """.formatted(id, note)).execute();
    }

    private GraphQlTester.Path incidentsSeenBy(TestPerson person) {
        return as(person)
                .document("{ station(id: \"%s\") { incidents { kind childId } } }"
                        .formatted(Station.ID.encode(station.uuid())))
                .execute()
                .path("station.incidents");
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    /** A child whose session ended so long ago. */
    private String here(String ago) {
        TestFamily family = families.family(7);
        UUID session = sessions.session(station, stations.service(), 20);
        run("""
                update session set starts_at = now() - interval '%1$s' - interval '1 hour', ends_at = now() - interval '%1$s'
                where id = '%2$s'
                """.formatted(ago, session));
        run("""
                with b as (
                    insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                    select '%s', county_id, id, '%s', gen_random_uuid(), 'ATTENDED', '%s', tstzrange(starts_at, ends_at)
                    from session where id = '%s' returning *
                )
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now() - interval '1 hour', '%s' from b
                """.formatted(
                        IdType.next(),
                        Child.ID.decode(family.child()),
                        family.guardian().personId(),
                        session,
                        staff.personId()));
        return family.child();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    private long number(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
