package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.Doorstep;
import org.doorstep.DoorstepTest;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.graphql.test.tester.WebSocketGraphQlTester;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@DoorstepTest
@Import({TestStations.class, TestSessions.class})
class SessionChangedTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WATCH =
            "subscription ($ids: [ID!]!) { sessionChanged(ids: $ids) { id seatsLeft station { name } } }";

    @Value("${local.server.port}")
    int port;

    @Autowired
    WebTestClient client;

    @Autowired
    DatabaseClient database;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    private UUID session = new UUID(0, 0);

    @BeforeEach
    void session() {
        session = sessions.session(stations.station(), stations.service(), 8);
    }

    @Test
    void a_session_is_sent_at_the_start_and_after_each_change() {
        StepVerifier.create(seatsLeft(port))
                .expectNext(8)
                .then(() -> sessions.takeSeats(session, 3))
                .expectNext(5)
                .then(() -> sessions.takeSeats(session, 8))
                .expectNext(0)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void a_change_of_something_else_is_not_sent() {
        StepVerifier.create(sent(port))
                .expectNext(8)
                .then(() -> sessions.takeSeats(session, 1))
                .thenConsumeWhile(seats -> seats == 8)
                .expectNext(7)
                .then(() -> database.sql("update session set created_at = now() where id = :id")
                        .bind("id", session)
                        .fetch()
                        .rowsUpdated()
                        .block())
                .expectNoEvent(Duration.ofSeconds(3))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void server_sent_events_bring_the_same() {
        Flux<Integer> seats = Objects.requireNonNull(client.post()
                        .uri("/graphql")
                        .contentType(MediaType.APPLICATION_JSON)
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .bodyValue(Map.of("query", WATCH, "variables", Map.of("ids", ids())))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                        .getResponseBody())
                .filter(event -> "next".equals(event.event()))
                .map(event -> seatsIn(Objects.requireNonNull(event.data())))
                .distinctUntilChanged();

        StepVerifier.create(seats)
                .expectNext(8)
                .then(() -> sessions.takeSeats(session, 1))
                .expectNext(7)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void a_broken_connection_to_the_database_loses_no_change() {
        StepVerifier.create(seatsLeft(port))
                .expectNext(8)
                .then(() -> {
                    assertThat(cutOutboxConnection()).isTrue();
                    sessions.takeSeats(session, 2);
                })
                .expectNext(6)
                .then(() -> sessions.takeSeats(session, 4))
                .expectNext(4)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void a_change_relayed_by_one_server_reaches_subscribers_of_another() {
        // one of the two servers takes the row out of the outbox; the other hears of it
        try (ConfigurableApplicationContext other = secondServer()) {
            int otherPort = Objects.requireNonNull(other.getEnvironment().getProperty("local.server.port", int.class));
            StepVerifier.create(Flux.zip(seatsLeft(port), seatsLeft(otherPort))
                            .map(pair -> List.of(pair.getT1(), pair.getT2())))
                    .expectNext(List.of(8, 8))
                    .then(() -> sessions.takeSeats(session, 1))
                    .expectNext(List.of(7, 7))
                    .then(() -> sessions.takeSeats(session, 2))
                    .expectNext(List.of(6, 6))
                    .thenCancel()
                    .verify(PATIENCE);
        }
    }

    @Test
    void an_unpublished_session_and_an_unknown_one_are_left_out() {
        database.sql("update event set published_at = null where id = (select event_id from session where id = :id)")
                .bind("id", session)
                .fetch()
                .rowsUpdated()
                .block();

        StepVerifier.create(seatsLeft(port))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(1))
                .thenCancel()
                .verify(PATIENCE);
    }

    /** What differs from what was sent before: a server that has just started reads all once more. */
    private Flux<Integer> seatsLeft(int serverPort) {
        return sent(serverPort).distinctUntilChanged();
    }

    private Flux<Integer> sent(int serverPort) {
        return WebSocketGraphQlTester.builder(
                        URI.create("ws://localhost:" + serverPort + "/graphql"), new ReactorNettyWebSocketClient())
                .build()
                .document(WATCH)
                .variable("ids", ids())
                .executeSubscription()
                .toFlux("sessionChanged.seatsLeft", Integer.class);
    }

    private List<String> ids() {
        return List.of(Session.ID.encode(session), Session.ID.encode(UUID.randomUUID()));
    }

    @SuppressWarnings("unchecked")
    private static int seatsIn(Map<String, Object> answer) {
        Map<String, Map<String, Object>> data =
                Objects.requireNonNull((Map<String, Map<String, Object>>) answer.get("data"));
        return (int) Objects.requireNonNull(
                Objects.requireNonNull(data.get("sessionChanged")).get("seatsLeft"));
    }

    private boolean cutOutboxConnection() {
        return Boolean.TRUE.equals(
                database.sql("""
                        select bool_and(pg_terminate_backend(pid)) from pg_stat_activity
                        where application_name = 'doorstep-outbox' and datname = current_database()
                        """).mapValue(Boolean.class).one().block());
    }

    @Autowired
    Environment environment;

    private ConfigurableApplicationContext secondServer() {
        return new SpringApplicationBuilder(Doorstep.class)
                .profiles("test")
                .run(
                        "--server.port=0",
                        "--doorstep.db.url=" + environment.getProperty("doorstep.db.url"),
                        "--doorstep.db.user=" + environment.getProperty("doorstep.db.user"),
                        "--doorstep.db.password=" + environment.getProperty("doorstep.db.password"));
    }
}
