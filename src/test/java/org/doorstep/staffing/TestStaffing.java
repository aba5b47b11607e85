package org.doorstep.staffing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/** Sessions whose places are backed by carers. */
@TestComponent
class TestStaffing {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private TestStations stations;

    /** A session in ten days with this room, of an event with this ratio. */
    UUID session(TestStation station, int room, int childrenPerCarer) {
        UUID session = sessions.session(station, stations.service(), room);
        run("update event set children_per_carer = %d where id = (select event_id from session where id = '%s')"
                .formatted(childrenPerCarer, session));
        return session;
    }

    String book(TestFamily family, UUID session) {
        return book(family, session, "REFUSE");
    }

    /** The state of the booking, or the name of the refusal. */
    String book(TestFamily family, UUID session, String ifFull) {
        GraphQlTester.Response answer = family.api()
                .document("""
                        mutation($input: BookSessionInput!) { bookSession(input: $input) {
                          __typename ... on SessionBooked { bookings { id state } }
                          ... on SessionWaitlisted { bookings { id state } } } }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", List.of(family.child()),
                                "ifFull", ifFull))
                .execute();
        String type = answer.path("bookSession.__typename").entity(String.class).get();
        return type.equals("SessionBooked") || type.equals("SessionWaitlisted")
                ? answer.path("bookSession.bookings[0].state")
                        .entity(String.class)
                        .get()
                : type;
    }

    /** Room, carers, capacity, places taken, and those of them that are not covered. */
    String places(UUID session) {
        return text("""
                select format('room %%s, carers %%s, capacity %%s, taken %%s, uncovered %%s',
                              room, carers, capacity, seats_taken, uncovered)
                from session where id = '%s'
                """.formatted(session));
    }

    /** A booked child who is here now; gives the booking. */
    String arrived(UUID session, TestFamily family, TestPerson staff) {
        run("""
                with came as (update booking set state = 'ATTENDED' where session_id = '%s' and booked_by = '%s' returning *)
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now(), '%s' from came
                """.formatted(session, family.guardian().personId(), staff.personId()));
        return Booking.ID.encode(
                UUID.fromString(text("select id::text from booking where session_id = '%s' and booked_by = '%s'"
                        .formatted(session, family.guardian().personId()))));
    }

    void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    long number(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }
}
