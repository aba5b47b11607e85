package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The ways to {@code /graphql} by HTTP. */
@DoorstepTest
class TransportTests {

    private static final String HELLO = "{\"query\":\"{ __typename }\"}";

    @Autowired
    WebTestClient client;

    @Test
    void a_query_by_get_is_answered() {
        get("query H($n: Int) { stations(first: $n) { totalCount } __typename }", "{\"n\": 3}", "H")
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.data.__typename")
                .isEqualTo("Query");
    }

    @Test
    void a_mutation_by_get_is_refused() {
        WebTestClient.ResponseSpec response = client.get()
                .uri("/graphql?query={q}", "mutation { signOut(input: {refreshToken: \"x\"}) { __typename } }")
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.ALLOW, "POST");
        BadInputTests.assertRefused(response, 405, "变更（mutation）请用 POST 发送。");
    }

    @Test
    void a_subscription_by_get_without_an_event_stream_is_refused() {
        BadInputTests.assertRefused(
                client.get()
                        .uri("/graphql?query={q}", "subscription { sessionChanged(ids: []) { id } }")
                        .exchange(),
                200,
                "订阅（subscription）请通过 WebSocket 或 text/event-stream 发送。");
    }

    @Test
    void a_get_without_a_query_is_refused() {
        BadInputTests.assertRefused(client.get().uri("/graphql").exchange(), 400, "缺少 query 参数。");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "3", "[]", "\"a\""})
    void variables_by_get_must_be_an_object(String variables) {
        BadInputTests.assertRefused(
                client.get()
                        .uri("/graphql?query={q}&variables={v}", "{ __typename }", variables)
                        .exchange(),
                400,
                "请求格式不对，应为 JSON 格式的 GraphQL 请求。");
    }

    @Test
    void a_browser_is_led_to_graphiql() {
        client.get()
                .uri("/graphql")
                .accept(MediaType.TEXT_HTML, MediaType.ALL)
                .exchange()
                .expectStatus()
                .isTemporaryRedirect()
                .expectHeader()
                .location("/graphiql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void another_method_is_refused(String method) {
        WebTestClient.ResponseSpec response = client.method(HttpMethod.valueOf(method))
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(HELLO)
                .exchange();
        assertThat(response.returnResult(Void.class).getResponseHeaders().getAllow())
                .containsExactlyInAnyOrder(HttpMethod.GET, HttpMethod.POST);
        BadInputTests.assertRefused(
                client.method(HttpMethod.valueOf(method))
                        .uri("/graphql")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(HELLO)
                        .exchange(),
                405,
                "不支持这种 HTTP 方法。");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "application/json|application/json",
                "application/json; charset=utf-8|application/json",
                "application/graphql-response+json|application/graphql-response+json",
                "application/graphql-response+json; charset=utf-8, application/json; q=0.9|application/graphql-response+json",
                "application/graphql-response+json; q=0.5, application/json|application/json",
                "text/html, application/json|application/json",
            })
    void the_answer_has_the_type_that_the_client_likes_best(String accept, String type) {
        client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ACCEPT, accept)
                .bodyValue(HELLO)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(type)
                .expectBody()
                .json("{\"data\":{\"__typename\":\"Query\"}}");
    }

    @Test
    void a_type_that_there_is_not_is_refused() {
        BadInputTests.assertRefused(
                client.post()
                        .uri("/graphql")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.ACCEPT, "image/png")
                        .bodyValue(HELLO)
                        .exchange(),
                406,
                "无法以所要求的格式回答。");
    }

    @Test
    void the_newer_type_has_the_status_of_a_bad_request() {
        client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ACCEPT, "application/graphql-response+json")
                .bodyValue("{\"query\":\"{ nothing }\"}")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void an_event_stream_of_a_refused_subscription_says_why() {
        String events = client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .bodyValue("{\"query\":\"subscription { sessionChanged(ids: []) { id } }\"}")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(events).contains("event:next", "一次可关注 1 到 50 项。", "BAD_REQUEST", "event:complete");
    }

    private WebTestClient.ResponseSpec get(String query, String variables, String name) {
        return client.get()
                .uri("/graphql?query={q}&variables={v}&operationName={n}", query, variables, name)
                .exchange();
    }
}
