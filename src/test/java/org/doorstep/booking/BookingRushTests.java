package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class BookingRushTests {

    private static final int CLIENTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    // as many threads as clients, so that all of them are on their way at once
    private static final Scheduler CLIENT_THREADS = Schedulers.newBoundedElastic(CLIENTS, CLIENTS, "client");
    private static final String BOOK = """
            mutation($input: BookSessionInput!) {
              bookSession(input: $input) {
                __typename
                ... on SessionBooked { bookings { id } }
              }
            }
            """;

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private DatabaseClient database;

    @Test
    void of_200_clients_at_once_one_gets_the_last_place() {
        UUID session = sessions.session(stations.station(), stations.service(), 1);
        TestFamily family = families.family(7, 8, 9, 10);

        // a guardian's 4 children and 50 requests each: every request is a client of its own to the server
        Map<String, Long> answers = Objects.requireNonNull(Flux.range(0, CLIENTS)
                .flatMap(i -> book(family.api(), session, family.children().get(i % 4), UUID.randomUUID()), CLIENTS)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .block(PATIENCE));

        assertThat(answers.get("SessionBooked")).isEqualTo(1);
        assertThat(answers.getOrDefault("SessionFull", 0L) + answers.getOrDefault("AlreadyBooked", 0L))
                .isEqualTo(CLIENTS - 1);
        assertThat(activeBookings(session)).isEqualTo(1);
        assertThat(seatsTaken(session)).isEqualTo(1);
    }

    @Test
    void a_rush_on_ten_places_fills_all_ten() {
        UUID session = sessions.session(stations.station(), stations.service(), 10);
        List<TestFamily> all =
                IntStream.range(0, 40).mapToObj(i -> families.family(8)).toList();

        Map<String, Long> answers = Objects.requireNonNull(Flux.fromIterable(all)
                .flatMap(family -> book(family.api(), session, family.child(), UUID.randomUUID()), all.size())
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .block(PATIENCE));

        assertThat(answers).containsOnly(Map.entry("SessionBooked", 10L), Map.entry("SessionFull", 30L));
        assertThat(activeBookings(session)).isEqualTo(10);
        assertThat(seatsTaken(session)).isEqualTo(10);
    }

    @Test
    void a_child_booked_for_overlapping_sessions_at_once_gets_one() {
        TestFamily family = families.family(8);
        TestStations.TestStation station = stations.station();
        UUID service = stations.service();
        List<UUID> overlapping = IntStream.range(0, 24)
                .mapToObj(i -> sessions.session(station, service, 5))
                .toList();

        Map<String, Long> answers = Objects.requireNonNull(Flux.fromIterable(overlapping)
                .flatMap(session -> book(family.api(), session, family.child(), UUID.randomUUID()), 24)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .block(PATIENCE));

        assertThat(answers).containsOnly(Map.entry("SessionBooked", 1L), Map.entry("OverlappingSession", 23L));
        assertThat(overlapping.stream().mapToInt(this::seatsTaken).sum()).isEqualTo(1);
    }

    @Test
    void the_same_request_sent_twenty_times_at_once_books_once() {
        TestFamily family = families.family(8);
        UUID session = sessions.session(stations.station(), stations.service(), 5);
        UUID key = UUID.randomUUID();

        Map<String, Long> answers = Objects.requireNonNull(Flux.range(0, 20)
                .flatMap(i -> book(family.api(), session, family.child(), key), 20)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .block(PATIENCE));

        assertThat(answers).containsOnly(Map.entry("SessionBooked", 20L));
        assertThat(activeBookings(session)).isEqualTo(1);
        assertThat(seatsTaken(session)).isEqualTo(1);
    }

    /** The control: the same statement without the row lock and the constraint sells the last place more than once. */
    @Test
    void without_the_guards_the_last_place_is_sold_more_than_once() {
        UUID session = sessions.session(stations.station(), stations.service(), 1);
        List<TestFamily> all =
                IntStream.range(0, 12).mapToObj(i -> families.family(8)).toList();
        String unguarded = BookSession.STATEMENT
                .replace("for update of s", "")
                // all of them have looked before any of them writes
                .replace("from held h, fitting f", "from held h, fitting f, pg_sleep(0.5)");
        execute("alter table session drop constraint session_seats");
        try {
            Flux.fromIterable(all)
                    .flatMap(family -> bookBy(unguarded, family, session), all.size())
                    .blockLast(PATIENCE);

            assertThat(activeBookings(session)).isGreaterThan(1);
            assertThat(seatsTaken(session)).isGreaterThan(1);
        } finally {
            execute("update session set seats_taken = 0 where id = '" + session + "'");
            execute("alter table session add constraint session_seats check"
                    + " (seats_taken between 0 and least(capacity + uncovered, room))");
        }
    }

    private Mono<Long> bookBy(String statement, TestFamily family, UUID session) {
        return database.sql(statement)
                .bind("person", family.guardian().personId())
                .bind("once", true)
                .bind("othersJudged", false)
                .bind("key", UUID.randomUUID())
                .bind("hash", new byte[32])
                .bind("session", session)
                .bind("children", new UUID[] {Child.ID.decode(family.child())})
                .bind("bookings", new UUID[] {UUID.randomUUID()})
                .bind("basket", UUID.randomUUID())
                .bind("any", false)
                .bind("wait", false)
                .bind("perChild", 200)
                .bind("perFamily", 400)
                .fetch()
                .rowsUpdated();
    }

    private void execute(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    /** The control of the constraint: the database refuses one place too many whatever the statement says. */
    @Test
    void the_database_refuses_one_place_too_many() {
        UUID session = sessions.session(stations.station(), stations.service(), 1);
        sessions.takeSeats(session, 1);

        assertThatThrownBy(() -> sessions.takeSeats(session, 2)).hasMessageContaining("session_seats");
    }

    private Mono<String> book(HttpGraphQlTester api, UUID session, String child, UUID key) {
        Map<String, Object> input =
                Map.of("idempotencyKey", key, "sessionId", Session.ID.encode(session), "childIds", List.of(child));
        return Mono.fromCallable(() -> api.document(BOOK)
                        .variable("input", input)
                        .execute()
                        .path("bookSession.__typename")
                        .entity(String.class)
                        .get())
                .subscribeOn(CLIENT_THREADS);
    }

    private int activeBookings(UUID session) {
        return count("select count(*)::int from booking where session_id = :id and state = 'CONFIRMED'", session);
    }

    private int seatsTaken(UUID session) {
        return count("select seats_taken from session where id = :id", session);
    }

    private int count(String sql, UUID session) {
        return Objects.requireNonNull(database.sql(sql)
                .bind("id", session)
                .mapValue(Integer.class)
                .one()
                .block());
    }
}
