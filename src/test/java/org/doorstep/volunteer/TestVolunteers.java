package org.doorstep.volunteer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;

/** Volunteers and shifts for tests, by SQL and by the API. */
@TestComponent
public class TestVolunteers {

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private HttpGraphQlTester tester;

    /** A person who is registered as a volunteer. */
    public record TestVolunteer(TestPerson person, UUID uuid) {

        public String id() {
            return Volunteer.ID.encode(uuid);
        }
    }

    public GraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    GraphQlTester english(TestPerson person) {
        return tester.mutate()
                .headers(person::authorize)
                .headers(headers -> headers.set(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .build();
    }

    public TestVolunteer volunteer(TestStation station, String name) {
        TestPerson person = people.volunteer();
        String id = send(
                        person,
                        "registerVolunteer",
                        "RegisterVolunteerInput",
                        "... on VolunteerRegistered { volunteer { id } }",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID(),
                                "displayName",
                                name,
                                "phone",
                                "13800001234",
                                "stationId",
                                station.id(),
                                "skills",
                                List.of("CALLIGRAPHY", "MUSIC")))
                .path("registerVolunteer.volunteer.id")
                .entity(String.class)
                .get();
        return new TestVolunteer(person, Volunteer.ID.decode(id));
    }

    /** A volunteer whose background check covers the coming year. */
    public TestVolunteer cleared(TestStation station, String name) {
        TestVolunteer volunteer = volunteer(station, name);
        execute(
                "update volunteer set cleared_until = current_date + 365, cleared_by = person_id where id = :id",
                volunteer.uuid());
        return volunteer;
    }

    /** A shift of care as long as the session. */
    public UUID caringShift(UUID session, int needed) {
        UUID shift = shift(session, needed);
        execute("update shift set caring = true where id = :id", shift);
        return shift;
    }

    /** A session of a published event that begins some hours from now and lasts two. */
    UUID session(TestStation station, String kind, int startsInHours) {
        UUID event = IdType.next();
        UUID session = IdType.next();
        database.sql("""
                        with held as (
                            insert into event (id, county_id, station_id, service_id, title, kind, mode, published_at)
                            values (:event, :city, :station, :service, '暑期活动', :kind::event_kind, 'IN_PERSON', now())
                            returning *
                        )
                        insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                                             booking_opens_at, booking_closes_at, cancel_until)
                        select :session, county_id, id, station_id, service_id, now() + make_interval(hours => :hours),
                               now() + make_interval(hours => :hours + 2), 30, now(), now(), now() from held
                        """)
                .bind("event", event)
                .bind("session", session)
                .bind("city", station.city())
                .bind("station", station.uuid())
                .bind("service", stations.service())
                .bind("kind", kind)
                .bind("hours", startsInHours)
                .fetch()
                .rowsUpdated()
                .block();
        return session;
    }

    /** A shift as long as the session. */
    public UUID shift(UUID session, int needed) {
        UUID shift = IdType.next();
        database.sql("""
                        insert into shift (id, county_id, station_id, session_id, needed, starts_at, ends_at)
                        select :id, county_id, station_id, id, :needed, starts_at, ends_at from session where id = :session
                        """)
                .bind("id", shift)
                .bind("needed", needed)
                .bind("session", session)
                .fetch()
                .rowsUpdated()
                .block();
        return shift;
    }

    public String signUp(TestVolunteer volunteer, UUID shift) {
        return signUp(volunteer, shift, UUID.randomUUID());
    }

    /** The id of the sign-up, or the code of the refusal. */
    String signUp(TestVolunteer volunteer, UUID shift, UUID key) {
        var answer = send(
                volunteer.person(),
                "signUpForShift",
                "SignUpForShiftInput",
                "... on ShiftSignedUp { signUp { id } } ... on Refusal { code }",
                Map.of("idempotencyKey", key, "shiftId", Shift.ID.encode(shift)));
        return answer.path("signUpForShift.__typename")
                        .entity(String.class)
                        .get()
                        .equals("ShiftSignedUp")
                ? answer.path("signUpForShift.signUp.id").entity(String.class).get()
                : answer.path("signUpForShift.code").entity(String.class).get();
    }

    /** The type of the result, or the code of the refusal. */
    public String withdraw(TestVolunteer volunteer, UUID shift) {
        return answer(
                volunteer.person(),
                "withdrawFromShift",
                "WithdrawFromShiftInput",
                Map.of("shiftId", Shift.ID.encode(shift)));
    }

    GraphQlTester.Response send(
            TestPerson person, String mutation, String inputType, String selection, Map<String, Object> input) {
        return as(person)
                .document("mutation($input: " + inputType + "!) { " + mutation + "(input: $input) { __typename "
                        + selection + " } }")
                .variable("input", input)
                .execute();
    }

    /** The code of a refusal, or the type of the result. */
    String answer(TestPerson person, String mutation, String inputType, Map<String, Object> input) {
        var response = send(person, mutation, inputType, "... on Refusal { code }", input);
        String type =
                response.path(mutation + ".__typename").entity(String.class).get();
        Map<?, ?> value = response.path(mutation).entity(Map.class).get();
        return value.get("code") instanceof String code ? code : type;
    }

    void execute(String sql, UUID id) {
        database.sql(sql).bind("id", id).fetch().rowsUpdated().block();
    }

    int count(String sql, UUID id) {
        return Objects.requireNonNull(
                database.sql(sql).bind("id", id).mapValue(Integer.class).one().block());
    }

    /** Places taken by the shift's own count, and sign-ups in force. */
    List<Integer> taken(UUID shift) {
        return List.of(
                count("select taken from shift where id = :id", shift),
                count("select count(*)::int from sign_up where shift_id = :id and withdrawn_at is null", shift));
    }
}
