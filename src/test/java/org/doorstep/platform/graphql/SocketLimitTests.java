package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What one WebSocket and one server bear, message by message. */
@DoorstepTest(properties = {"spring.graphql.websocket.connection-init-timeout=1s"})
class SocketLimitTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INIT = "{\"type\":\"connection_init\"}";

    @Value("${local.server.port}")
    int port;

    @Test
    void the_hundred_and_first_subscription_on_a_socket_is_refused_and_queries_too() {
        List<String> heard = talk(
                IntStream.rangeClosed(1, 101)
                        .mapToObj(SocketLimitTests::subscribe)
                        .toList(),
                2);

        assertThat(heard).element(0).asString().contains("connection_ack");
        assertThat(heard)
                .element(1)
                .asString()
                .contains("\"id\":\"101\"", "RATE_LIMITED", "同时进行的请求过多（上限 100 个），请先结束一些再试。");
    }

    @Test
    void subscriptions_that_ended_make_room() {
        // 300 in all, one at a time: the query at the end is answered
        List<String> messages = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            messages.add(subscribe(i));
            messages.add("{\"id\":\"%d\",\"type\":\"complete\"}".formatted(i));
        }
        messages.add("{\"id\":\"last\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ __typename }\"}}");

        List<String> heard = talkUntil(messages, "\"id\":\"last\"");

        assertThat(heard).last().asString().contains("\"__typename\":\"Query\"");
        assertThat(heard).noneMatch(message -> message.contains("RATE_LIMITED"));
    }

    @Test
    void a_socket_that_says_nothing_is_closed() {
        Sinks.One<Integer> status = Sinks.one();
        connect(session -> session.receive()
                        .then(session.closeStatus())
                        .doOnNext(closed -> status.tryEmitValue(closed.getCode()))
                        .then())
                .block(PATIENCE);

        assertThat(status.asMono().block(PATIENCE)).isEqualTo(4408);
    }

    private List<String> talk(List<String> messages, int answers) {
        Sinks.Many<String> heard = Sinks.many().replay().all();
        connect(session -> say(session, messages)
                        .thenMany(hear(session, heard).take(answers))
                        .then())
                .block(PATIENCE);
        return Objects.requireNonNull(heard.asFlux().take(answers).collectList().block(PATIENCE));
    }

    private List<String> talkUntil(List<String> messages, String last) {
        Sinks.Many<String> heard = Sinks.many().replay().all();
        connect(session -> Mono.when(
                                say(session, messages), hear(session, heard).takeUntil(text -> text.contains(last)))
                        .then(session.close()))
                .block(PATIENCE);
        heard.tryEmitComplete();
        return Objects.requireNonNull(heard.asFlux().collectList().block(PATIENCE));
    }

    private static Mono<Void> say(WebSocketSession session, List<String> messages) {
        return session.send(Flux.concat(
                        Flux.just(INIT),
                        // the server knows the socket as initialised when it has acknowledged it
                        Flux.fromIterable(messages).delaySubscription(Duration.ofMillis(500)))
                .map(session::textMessage));
    }

    private static Flux<String> hear(WebSocketSession session, Sinks.Many<String> heard) {
        return session.receive().map(message -> message.getPayloadAsText()).doOnNext(heard::tryEmitNext);
    }

    private Mono<Void> connect(WebSocketHandler handler) {
        HttpHeaders headers = new HttpHeaders();
        return new ReactorNettyWebSocketClient()
                .execute(URI.create("ws://localhost:" + port + "/graphql"), headers, new WebSocketHandler() {
                    @Override
                    public List<String> getSubProtocols() {
                        return List.of("graphql-transport-ws");
                    }

                    @Override
                    public Mono<Void> handle(WebSocketSession session) {
                        return handler.handle(session);
                    }
                });
    }

    /** Watches a session that does not exist, and so hears nothing. */
    private static String subscribe(int id) {
        String session = new IdType("ses").encode(UUID.randomUUID());
        return "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { sessionChanged(ids: [\\\"%s\\\"]) { id } }\"}}"
                .formatted(id, session);
    }
}
