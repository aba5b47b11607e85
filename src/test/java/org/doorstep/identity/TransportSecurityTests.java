package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.doorstep.DoorstepTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.client.WebSocketGraphQlClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@DoorstepTest(
        properties = {
            "doorstep.identity.allowed-origins=https://portal.example.org",
        })
@Import(TestPeople.class)
class TransportSecurityTests {

    @Value("${local.server.port}")
    int port;

    @Autowired
    WebTestClient client;

    @Autowired
    TestPeople people;

    @Autowired
    RoleGrants roleGrants;

    @Test
    void a_websocket_knows_its_caller_by_the_token_of_connection_init() {
        TestPerson person = people.guardian();
        assertThat(viewerOverSocket(Map.of("Authorization", "Bearer " + person.accessToken())))
                .isEqualTo(person.id());
    }

    @Test
    void a_websocket_without_token_is_anonymous() {
        assertThat(viewerOverSocket(Map.of())).isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b.c", "Basic YTpi", ""})
    void a_websocket_with_a_bad_token_is_closed(String authorization) {
        String outcome = Mono.fromCallable(() -> viewerOverSocket(Map.of("Authorization", authorization)))
                .onErrorResume(e -> Mono.just("closed"))
                .blockOptional()
                .orElseThrow();
        assertThat(outcome).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example"})
    void a_websocket_from_another_site_is_refused(String origin) {
        handshake(origin)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.errors[0].extensions.code")
                .isEqualTo("FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:{port}", "https://portal.example.org"})
    void a_websocket_from_the_own_or_an_allowed_site_is_let_through(String origin) {
        assertThat(greetingOverSocket("graphql-transport-ws", origin.replace("{port}", String.valueOf(port))))
                .contains("connection_ack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "graphql-ws", "mqtt", "graphql-transport-wss"})
    void a_websocket_that_does_not_ask_for_the_sub_protocol_is_refused_before_it_opens(String protocol) {
        handshake("http://localhost:" + port, protocol)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].extensions.reason")
                .isEqualTo("SUB_PROTOCOL")
                .jsonPath("$.errors[0].message")
                .isEqualTo("WebSocket 请使用子协议 graphql-transport-ws。");
    }

    /** A site whose name leads to this server, by DNS rebinding, has its own name in both Host and Origin. */
    @ParameterizedTest
    @CsvSource({
        "rebound.example, http://rebound.example",
        "rebound.example:8080, http://rebound.example:8080",
        "192.168.1.20:8080, http://192.168.1.20:8080",
        "localhost.rebound.example, http://localhost.rebound.example",
        "127.0.0.1.rebound.example, http://127.0.0.1.rebound.example",
    })
    void an_origin_that_equals_a_forged_host_is_not_trusted_on_any_way_in(String host, String origin) {
        EveryWayIn all = new EveryWayIn(host, origin);
        assertThat(all.statuses())
                .isEqualTo(Map.of("POST", 403, "GET", 403, "SSE", 403, "WebSocket", 403, "token", 403));
    }

    /** The control: the same requests, from an origin that is configured, and from none. */
    @Test
    void a_configured_origin_is_trusted_on_every_way_in_and_so_is_a_program_that_names_none() {
        Map<String, Integer> letThrough = Map.of("POST", 200, "GET", 200, "SSE", 200, "WebSocket", 400, "token", 401);
        assertThat(new EveryWayIn("portal.example.org", "https://portal.example.org").statuses())
                .isEqualTo(letThrough);
        assertThat(new EveryWayIn("api.internal.example", null).statuses()).isEqualTo(letThrough);
        assertThat(new EveryWayIn("localhost:" + port, "http://localhost:" + port).statuses())
                .isEqualTo(letThrough);
    }

    @Test
    void an_allowed_site_may_ask_first_as_browsers_do_and_another_may_not() {
        preflight("https://portal.example.org")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "https://portal.example.org");
        preflight("https://evil.example").expectStatus().isForbidden();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/graphql"})
    void a_post_that_a_form_could_send_is_refused(String contentType) {
        client.post()
                .uri("/graphql")
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .bodyValue("{\"query\":\"{ viewer { id } }\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectBody()
                .jsonPath("$.errors[0].extensions.code")
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void json_with_a_charset_is_accepted() {
        client.post()
                .uri("/graphql")
                .contentType(MediaType.parseMediaType("application/json;charset=utf-8"))
                .bodyValue("{\"query\":\"{ viewer { id } }\"}")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void health_is_open_and_the_rest_of_the_actuator_is_not() {
        client.get().uri("/actuator/health").exchange().expectStatus().isOk();
        client.get().uri("/actuator/metrics").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void metrics_are_for_administrators() {
        client.get()
                .uri("/actuator/metrics")
                .headers(people.guardian()::authorize)
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.errors[0].extensions.code")
                .isEqualTo("FORBIDDEN");
        client.get()
                .uri("/actuator/metrics/jvm.memory.used")
                .headers(people.admin()::authorize)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("jvm.memory.used");
    }

    @Test
    void the_demo_sign_in_is_not_in_the_schema_without_sample_data() {
        client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"{ __type(name: \\\"DemoPersona\\\") { name } }\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"data\":{\"__type\":null}}");
    }

    private String viewerOverSocket(Map<String, Object> payload) {
        WebSocketGraphQlClient socket = WebSocketGraphQlClient.builder(
                        URI.create("ws://localhost:" + port + "/graphql"), new ReactorNettyWebSocketClient())
                .interceptor(new org.springframework.graphql.client.WebSocketGraphQlClientInterceptor() {
                    @Override
                    public Mono<Object> connectionInitPayload() {
                        return Mono.just(payload);
                    }
                })
                .build();
        try {
            return Objects.requireNonNull(socket.document("{ viewer { id } }")
                    .execute()
                    .map(answer ->
                            Objects.requireNonNullElse(answer.field("viewer.id").getValue(), "nobody"))
                    .cast(String.class)
                    .block(Duration.ofSeconds(10)));
        } finally {
            socket.stop().block(Duration.ofSeconds(10));
        }
    }

    /** The first message over a WebSocket that a page of an origin opens. */
    private String greetingOverSocket(String protocol, String origin) {
        HttpHeaders headers = new HttpHeaders();
        headers.setOrigin(origin);
        Sinks.One<String> greeting = Sinks.one();
        new ReactorNettyWebSocketClient()
                .execute(URI.create("ws://localhost:" + port + "/graphql"), headers, new WebSocketHandler() {
                    @Override
                    public List<String> getSubProtocols() {
                        return List.of(protocol);
                    }

                    @Override
                    public Mono<Void> handle(WebSocketSession session) {
                        return session.send(Mono.just(session.textMessage("{\"type\":\"connection_init\"}")))
                                .thenMany(session.receive().take(1))
                                .doOnNext(message -> greeting.tryEmitValue(message.getPayloadAsText()))
                                .then(session.close());
                    }
                })
                .block(Duration.ofSeconds(10));
        return Objects.requireNonNull(greeting.asMono().block(Duration.ofSeconds(10)));
    }

    private WebTestClient.ResponseSpec preflight(String origin) {
        return client.options()
                .uri("/graphql")
                .header(HttpHeaders.ORIGIN, origin)
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "POST")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
                .exchange();
    }

    /** A harmless request by each way in, from a page of an origin. */
    private final class EveryWayIn {

        private final String host;
        private final @Nullable String origin;

        EveryWayIn(String host, @Nullable String origin) {
            this.host = host;
            this.origin = origin;
        }

        /** The WebSocket names no sub-protocol, and is answered with 400 where its origin is trusted. */
        Map<String, Integer> statuses() {
            String query = "{\"query\":\"{ __typename }\"}";
            return Map.of(
                    "POST",
                    status(client.post()
                            .uri("/graphql")
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(query)),
                    "GET",
                    status(client.get().uri("/graphql?query={q}", "{ __typename }")),
                    "SSE",
                    status(client.get()
                            .uri("/graphql?query={q}", "{ __typename }")
                            .accept(MediaType.TEXT_EVENT_STREAM)),
                    "WebSocket",
                    status(client.get()
                            .uri("/graphql")
                            .header(HttpHeaders.UPGRADE, "websocket")
                            .header(HttpHeaders.CONNECTION, "Upgrade")),
                    "token",
                    status(client.post()
                            .uri("/oauth2/token")
                            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                            .bodyValue("grant_type=client_credentials&client_id=x&client_secret=y")));
        }

        private int status(WebTestClient.RequestHeadersSpec<?> request) {
            return request.headers(headers -> {
                        headers.set(HttpHeaders.HOST, host);
                        if (origin != null) {
                            headers.set(HttpHeaders.ORIGIN, origin);
                        }
                    })
                    .exchange()
                    .returnResult(String.class)
                    .getStatus()
                    .value();
        }
    }

    private WebTestClient.ResponseSpec handshake(String origin) {
        return handshake(origin, "graphql-transport-ws");
    }

    private WebTestClient.ResponseSpec handshake(String origin, String protocol) {
        return client.get()
                .uri("http://localhost:" + port + "/graphql")
                .header(HttpHeaders.UPGRADE, "websocket")
                .header(HttpHeaders.CONNECTION, "Upgrade")
                .header(HttpHeaders.ORIGIN, origin)
                .headers(headers -> {
                    if (!protocol.isEmpty()) {
                        headers.set("Sec-WebSocket-Protocol", protocol);
                    }
                })
                .exchange();
    }
}
