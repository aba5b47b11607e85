package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.TestPeople;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.limit.Network;
import org.doorstep.platform.limit.Room;
import org.doorstep.platform.limit.Rooms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

/** What one address and one person can hold open at a time. */
@DoorstepTest(
        properties = {
            "doorstep.limits.address-sockets=5",
            "doorstep.limits.person-sockets=2",
            "doorstep.limits.address-subscriptions=3",
            "doorstep.limits.caller-subscriptions=4"
        })
@Import(TestPeople.class)
class SocketFloodTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Network HERE = new Network("127.0.0.1");

    @Value("${local.server.port}")
    int port;

    @Autowired
    Rooms rooms;

    @Autowired
    TestPeople people;

    @Autowired
    WebTestClient client;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Talk> talks = new ArrayList<>();

    @AfterEach
    void closeAll() {
        talks.forEach(talk -> talk.socket.abort());
        until(Room.ADDRESS_SOCKETS, HERE, 0);
        until(Room.ADDRESS_SUBSCRIPTIONS, HERE, 0);
    }

    @Test
    void of_thirty_sockets_five_open_and_one_that_closes_makes_room() {
        List<Integer> statuses = IntStream.range(0, 30).map(i -> open()).boxed().toList();
        assertThat(statuses).filteredOn(status -> status == 101).hasSize(5);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(25);
        assertThat(typename()).isEqualTo("Query");

        talks.get(0).socket.sendClose(1000, "").join();
        until(Room.ADDRESS_SOCKETS, HERE, 4);
        assertThat(open()).isEqualTo(101);
        assertThat(open()).isEqualTo(429);
    }

    @Test
    void a_socket_that_breaks_off_makes_room_too() {
        IntStream.range(0, 5).forEach(i -> open());
        talks.get(0).socket.abort();
        until(Room.ADDRESS_SOCKETS, HERE, 4);
        assertThat(open()).isEqualTo(101);
    }

    @Test
    void a_handshake_that_fails_takes_no_room() {
        for (int i = 0; i < 10; i++) {
            client.get()
                    .uri("/graphql")
                    .header("Upgrade", "websocket")
                    .header("Connection", "Upgrade")
                    .header("Sec-WebSocket-Protocol", "graphql-transport-ws")
                    .exchange()
                    .expectStatus()
                    .is4xxClientError();
        }
        until(Room.ADDRESS_SOCKETS, HERE, 0);
    }

    @Test
    void the_third_socket_of_a_person_is_closed() {
        String token = people.guardian().accessToken();
        IntStream.range(0, 3).forEach(i -> open());
        List<String> heard = talks.stream()
                .map(talk -> {
                    talk.say(init(token));
                    return talk.hear();
                })
                .toList();

        assertThat(heard.get(0)).contains("connection_ack");
        assertThat(heard.get(1)).contains("connection_ack");
        assertThat(heard.get(2)).startsWith("closed ");

        talks.get(0).socket.abort();
        until(Room.ADDRESS_SOCKETS, HERE, 1);
        assertThat(open()).isEqualTo(101);
        Talk again = talks.get(3);
        again.say(init(token));
        assertThat(again.hear()).contains("connection_ack");
    }

    @Test
    void subscriptions_of_an_address_are_counted_over_sockets_and_event_streams() {
        open();
        Talk talk = talks.get(0);
        talk.say("{\"type\":\"connection_init\"}");
        assertThat(talk.hear()).contains("connection_ack");
        talk.say(subscribe(1));
        talk.say(subscribe(2));
        until(Room.ADDRESS_SUBSCRIPTIONS, HERE, 2);
        String query = "subscription { sessionChanged(ids: [\"%s\"]) { id } }".formatted(session());
        CompletableFuture<HttpResponse<Void>> stream = http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql?query="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                        .header("Accept", MediaType.TEXT_EVENT_STREAM_VALUE)
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        until(Room.ADDRESS_SUBSCRIPTIONS, HERE, 3);

        talk.say(subscribe(4));
        assertThat(talk.hear()).contains("\"id\":\"4\"", "RATE_LIMITED", "\"retryAfter\":30");

        stream.cancel(true);
        until(Room.ADDRESS_SUBSCRIPTIONS, HERE, 2);
        talk.say(subscribe(5));
        until(Room.ADDRESS_SUBSCRIPTIONS, HERE, 3);
    }

    /** Whether a socket opens: 101, or the status of the refusal. */
    private int open() {
        Talk talk = new Talk();
        try {
            talk.socket = http.newWebSocketBuilder()
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), talk)
                    .join();
            talks.add(talk);
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private String typename() {
        return client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("query", "{ __typename }"))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()
                .replaceAll(".*\"__typename\":\"(\\w+)\".*", "$1");
    }

    private void until(Room room, Object key, long count) {
        Flux.interval(Duration.ofMillis(20))
                .filter(tick -> rooms.taken(room, key) == count)
                .blockFirst(PATIENCE);
    }

    private static String init(String token) {
        return "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + token + "\"}}";
    }

    private static String session() {
        return new IdType("ses").encode(UUID.randomUUID());
    }

    private static String subscribe(int id) {
        return "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { sessionChanged(ids: [\\\"%s\\\"]) { id } }\"}}"
                .formatted(id, session());
    }

    /** One socket, and what was heard on it. */
    private static final class Talk implements WebSocket.Listener {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private WebSocket socket;

        void say(String message) {
            socket.sendText(message, true).join();
        }

        String hear() {
            try {
                return String.valueOf(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            heard.add("closed " + status);
            return null;
        }
    }
}
