package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest(properties = {"doorstep.bookings.per-child=2", "doorstep.bookings.per-family=3"})
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class BookingLimitsTests {

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private DatabaseClient database;

    private List<UUID> some;
    private TestFamily family;

    @BeforeEach
    void sessionsOneAfterAnother() {
        TestStations.TestStation station = stations.station();
        UUID service = stations.service();
        some = IntStream.range(0, 4)
                .mapToObj(day -> {
                    UUID session = sessions.session(station, service, 5);
                    run(
                            "update session set starts_at = starts_at + interval '%1$s days', ends_at = ends_at + interval '%1$s days' where id = '%2$s'"
                                    .formatted(day, session));
                    return session;
                })
                .toList();
        family = families.family(7, 8);
    }

    @Test
    void a_child_has_no_more_bookings_and_waits_ahead_than_it_may() {
        book(0, family.child())
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked");
        sessions.takeSeats(some.get(1), 5);
        book(1, family.child())
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionWaitlisted");

        book(2, family.child())
                .path("bookSession")
                .entity(Map.class)
                .isEqualTo(Map.of(
                        "__typename", "TooManyBookings",
                        "code", "TOO_MANY_BOOKINGS",
                        "message", "未来的预约和候补已达 2 个，请先取消一些。",
                        "limit", 2));
        assertThat(ahead()).isEqualTo(2);

        run("update booking set period = tstzrange(now() - interval '2 hours', now()) where session_id = '%s'"
                .formatted(some.get(0)));
        book(2, family.child())
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked");
    }

    @Test
    void a_family_has_no_more_bookings_and_waits_ahead_than_it_may() {
        String younger = family.children().get(1);
        book(0, family.child(), younger)
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked");

        book(1, family.child(), younger)
                .path("bookSession.limit")
                .entity(Integer.class)
                .isEqualTo(3);
        assertThat(ahead()).isEqualTo(2);
        book(1, younger).path("bookSession.__typename").entity(String.class).isEqualTo("SessionBooked");
        book(2, family.child()).path("bookSession.limit").entity(Integer.class).isEqualTo(3);
        assertThat(ahead()).isEqualTo(3);
    }

    private GraphQlTester.Response book(int session, String... children) {
        return family.api()
                .document("""
                        mutation($input: BookSessionInput!) {
                          bookSession(input: $input) {
                            __typename
                            ... on Refusal { code message }
                            ... on TooManyBookings { limit }
                          }
                        }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(some.get(session)),
                                "childIds", List.of(children),
                                "ifFull", "JOIN_WAITLIST"))
                .execute();
    }

    private long ahead() {
        return database.sql("select count(*) from booking where booked_by = :person")
                .bind("person", family.guardian().personId())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
