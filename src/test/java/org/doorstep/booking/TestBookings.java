package org.doorstep.booking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/** Events with several sessions, and their bookings, for tests of what concerns more than one of them. */
@TestComponent
public class TestBookings {

    /** The statement that books, for tests that run it, or it without a guard, beside others. */
    public static final String BOOKING_STATEMENT = BookSession.STATEMENT;

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private DatabaseClient database;

    /** An event without sessions, whose sessions can be booked for 60 days and until an hour before. */
    public UUID event(TestStation station, UUID service) {
        UUID event = IdType.next();
        run("""
                insert into event (id, county_id, station_id, service_id, title, kind, mode, booking_opens_before, published_at)
                values ('%s', '%s', '%s', '%s', '假期托管', 'CHILDCARE', 'IN_PERSON', interval '60 days', now())
                """.formatted(event, station.city(), station.uuid(), service));
        return event;
    }

    /** A session of two hours that begins at this hour of the day so many days from today, in Asia/Shanghai. */
    public UUID session(UUID event, int days, int hour, int capacity) {
        UUID session = IdType.next();
        run("""
                insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                    booking_opens_at, booking_closes_at, cancel_until)
                select '%s', e.county_id, e.id, e.station_id, e.service_id, s.at, s.at + interval '2 hours', %d,
                    s.at - e.booking_opens_before, s.at - e.booking_closes_before, s.at - e.cancel_until_before
                from event e cross join (select ((now() at time zone 'Asia/Shanghai')::date + interval '%d days %d hours')
                                             at time zone 'Asia/Shanghai' as at) s
                where e.id = '%s'
                """.formatted(session, capacity, days, hour, event));
        return session;
    }

    /** Books or waits, and gives the ids of the bookings. */
    public List<String> book(TestFamily family, UUID session) {
        return booked(family, session)
                .path("bookSession.bookings[*].id")
                .entityList(String.class)
                .get();
    }

    public GraphQlTester.Response booked(TestFamily family, UUID session) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID(),
                "sessionId", Session.ID.encode(session),
                "childIds", family.children(),
                "ifFull", "JOIN_WAITLIST"));
        return send(
                family.api(),
                "bookSession",
                "BookSessionInput",
                input,
                "... on SessionBooked { bookings { id } } ... on SessionWaitlisted { bookings { id } }");
    }

    public GraphQlTester.Response send(
            TestPerson person, String mutation, String inputType, Map<String, Object> input, String selection) {
        return send(tester.mutate().headers(person::authorize).build(), mutation, inputType, input, selection);
    }

    public GraphQlTester.Response send(
            HttpGraphQlTester api, String mutation, String inputType, Map<String, Object> input, String selection) {
        return api.document(
                        "mutation($input: %s!) { %s(input: $input) { __typename %s ... on Refusal { code message } } }"
                                .formatted(inputType, mutation, selection))
                .variable("input", input)
                .execute();
    }

    /** A field of a booking, as its family sees it. */
    public GraphQlTester.Path seen(TestFamily family, String booking, String field, String selection) {
        return family.api()
                .document("query($id: ID!) { node(id: $id) { ... on Booking { " + field + selection + " } } }")
                .variable("id", booking)
                .execute()
                .path("node." + field);
    }

    public String state(TestFamily family, String booking) {
        return seen(family, booking, "state", "").entity(String.class).get();
    }

    /** The session's own counts beside those of its bookings. */
    public String counts(UUID session) {
        return text("""
                select s.seats_taken || ' taken, '
                    || count(*) filter (where b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')) || ' held, '
                    || s.waitlist_length || ' waiting, '
                    || count(*) filter (where b.state = 'WAITLISTED') || ' in line'
                from session s left join booking b on b.session_id = s.id where s.id = '%s' group by s.id
                """.formatted(session));
    }

    /** All that a change of a session may touch, so that two of them are equal when nothing changed. */
    public String everything(UUID session) {
        return text("""
                select row_to_json(s)::text || coalesce((select string_agg(row_to_json(b)::text, ' ' order by b.id)
                                                         from booking b where b.session_id = s.id), '')
                    || coalesce((select string_agg(row_to_json(f)::text || coalesce(
                                            (select string_agg(row_to_json(u)::text, ' ' order by u.id) from sign_up u
                                             where u.shift_id = f.id), ''), ' ' order by f.id)
                                 from shift f where f.session_id = s.id), '')
                from session s where s.id = '%s'
                """.formatted(session));
    }

    public void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    public String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }
}
