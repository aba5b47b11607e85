package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.client.WebSocketGraphQlClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Mono;

@DoorstepTest(
        properties = {
            "doorstep.identity.allowed-origins=https://portal.example.org",
            "spring.graphql.cors.allowed-origins=https://portal.example.org"
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

    @Test
    void a_websocket_from_the_own_or_an_allowed_site_is_let_through() {
        assertThat(handshakeStatus("http://localhost:" + port)).isNotEqualTo(403);
        assertThat(handshakeStatus("https://portal.example.org")).isNotEqualTo(403);
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

    private WebTestClient.ResponseSpec handshake(String origin) {
        return client.get()
                .uri("http://localhost:" + port + "/graphql")
                .header(HttpHeaders.UPGRADE, "websocket")
                .header(HttpHeaders.CONNECTION, "Upgrade")
                .header(HttpHeaders.ORIGIN, origin)
                .exchange();
    }

    private int handshakeStatus(String origin) {
        return handshake(origin).returnResult(Void.class).getStatus().value();
    }
}
