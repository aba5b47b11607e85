package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.graphql.test.tester.WebSocketGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Who is told the places of a session, and until when. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class})
class PlacesToldTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WATCH =
            "subscription ($ids: [ID!]!) { sessionChanged(ids: $ids) { seatsLeft waitlistLength carers } }";

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private HttpGraphQlTester anonymous;

    private TestStation station = new TestStation(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");
    private UUID session = new UUID(0, 0);

    @BeforeEach
    void session() {
        station = stations.station();
        session = sessions.session(station, stations.service(), 8);
        sessions.takeSeats(session, 3);
        run("update session set waitlist_length = 2 where id = :id");
    }

    @Test
    void until_bookings_close_everyone_is_told() {
        assertThat(seen(anonymous)).isEqualTo("5 left, 2 wait");
        run("update session set booking_opens_at = now() + interval '1 day' where id = :id");
        assertThat(seen(anonymous)).as("before they open").isEqualTo("5 left, 2 wait");
    }

    @Test
    void from_then_on_those_who_manage_the_station_are_told_and_nobody_else() {
        for (String moment : List.of(
                "booking_closes_at = now() - interval '1 minute'",
                "booking_closes_at = now() + interval '1 hour', starts_at = now() - interval '1 minute',"
                        + " ends_at = now() + interval '2 hours'",
                "starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'",
                "cancelled_at = now()")) {
            session();
            run("update session set " + moment + " where id = :id");
            for (GraphQlTester stranger : List.of(
                    anonymous,
                    as(people.guardian()),
                    as(people.volunteer()),
                    as(people.staffOf(stations.station().uuid())),
                    as(people.federationOf(stations.station().city())))) {
                assertThat(seen(stranger)).as(moment).isEqualTo("null left, null wait");
            }
            for (GraphQlTester manager : List.of(
                    as(people.staffOf(station.uuid())),
                    as(people.masterOf(station.uuid())),
                    as(people.federationOf(station.city())),
                    as(people.admin()))) {
                assertThat(seen(manager)).as(moment).isEqualTo("5 left, 2 wait");
            }
        }
    }

    @Test
    void no_list_by_places_has_a_session_whose_places_are_not_told() {
        TestPerson staff = people.staffOf(station.uuid());
        assertThat(listed(anonymous, true)).hasSize(1);
        sessions.takeSeats(session, 8);
        assertThat(listed(anonymous, false)).hasSize(1);
        for (int taken : List.of(3, 8)) {
            sessions.takeSeats(session, taken);
            for (String moment : List.of("booking_closes_at = now() - interval '1 minute'", "cancelled_at = now()")) {
                run("update session set " + moment + " where id = :id");
                for (GraphQlTester caller : List.of(anonymous, as(staff))) {
                    assertThat(listed(caller, true)).isEmpty();
                    assertThat(listed(caller, false)).isEmpty();
                }
            }
        }
    }

    @Test
    void subscribers_are_not_told_of_places_that_change_after_bookings_closed() {
        run("update session set booking_closes_at = now() - interval '1 minute' where id = :id");

        StepVerifier.create(watch(null))
                .expectNext("null left, null wait, 0 carers")
                .then(() -> sessions.takeSeats(session, 2))
                .expectNoEvent(Duration.ofSeconds(3))
                .then(() -> run("update session set carers = 1 where id = :id"))
                .expectNext("null left, null wait, 1 carers")
                .thenCancel()
                .verify(PATIENCE);
        StepVerifier.create(watch(people.staffOf(station.uuid())))
                .expectNext("6 left, 2 wait, 1 carers")
                .then(() -> sessions.takeSeats(session, 1))
                .expectNext("7 left, 2 wait, 1 carers")
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void who_subscribed_before_bookings_closed_is_not_told_of_places_afterwards() {
        StepVerifier.create(watch(null))
                .expectNext("5 left, 2 wait, 0 carers")
                .then(() -> run("update session set booking_closes_at = now() - interval '1 minute' where id = :id"))
                .expectNext("null left, null wait, 0 carers")
                .then(() -> sessions.takeSeats(session, 2))
                .expectNoEvent(Duration.ofSeconds(3))
                .thenCancel()
                .verify(PATIENCE);
    }

    private Flux<String> watch(@Nullable TestPerson person) {
        return WebSocketGraphQlTester.builder(
                        URI.create("ws://localhost:" + port + "/graphql"), new ReactorNettyWebSocketClient())
                .headers(headers -> {
                    if (person != null) {
                        person.authorize(headers);
                    }
                })
                .build()
                .document(WATCH)
                .variable("ids", List.of(Session.ID.encode(session)))
                .executeSubscription()
                .toFlux("sessionChanged", Map.class)
                .map(seen -> "%s left, %s wait, %s carers"
                        .formatted(seen.get("seatsLeft"), seen.get("waitlistLength"), seen.get("carers")));
    }

    private String seen(GraphQlTester caller) {
        Map<String, Object> seen = caller.document("query($id: ID!) { session(id: $id) { seatsLeft waitlistLength } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        return seen.get("seatsLeft") + " left, " + seen.get("waitlistLength") + " wait";
    }

    private List<String> listed(GraphQlTester caller, boolean hasSeats) {
        return caller.document("query($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }")
                .variable("filter", Map.of("stationId", station.id(), "hasSeats", hasSeats))
                .execute()
                .path("sessions.nodes[*].id")
                .entityList(String.class)
                .get();
    }

    private GraphQlTester as(TestPerson person) {
        return anonymous.mutate().headers(person::authorize).build();
    }

    private void run(String sql) {
        database.sql(sql).bind("id", session).fetch().rowsUpdated().block();
    }
}
