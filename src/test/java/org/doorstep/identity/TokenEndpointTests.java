package org.doorstep.identity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@Import(TestPeople.class)
@DoorstepTest
class TokenEndpointTests {

    private static final String SECRET = "correct horse: battery/staple";
    private static final String ENCODED_SECRET = "correct+horse%3A+battery%2Fstaple";

    @Autowired
    WebTestClient client;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    ApiClients apiClients;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseClient database;

    private final UUID foundationId = IdType.next();
    private final String clientId = "partner-" + IdType.next();

    @Test
    void a_partner_gets_a_token_with_http_basic_and_sees_itself() {
        register();
        String token = tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
        as(token)
                .document("{ viewer { id name roles { role foundationId } } }")
                .execute()
                .path("viewer.id")
                .entity(String.class)
                .isEqualTo(clientId)
                .path("viewer.name")
                .entity(String.class)
                .isEqualTo("合作机构")
                .path("viewer.roles[0].role")
                .entity(String.class)
                .isEqualTo("FOUNDATION")
                .path("viewer.roles[0].foundationId")
                .entity(String.class)
                .isEqualTo(new IdType("fnd").encode(foundationId));
    }

    @Test
    void a_partner_gets_a_token_with_a_form() {
        register();
        post(
                        "grant_type=client_credentials&scope=outcomes:read&client_id=" + clientId + "&client_secret="
                                + ENCODED_SECRET,
                        null)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody()
                .jsonPath("$.token_type")
                .isEqualTo("Bearer")
                .jsonPath("$.scope")
                .isEqualTo("outcomes:read")
                .jsonPath("$.refresh_token")
                .doesNotExist();
    }

    @Test
    void a_partner_is_no_person() {
        register();
        String token = tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
        as(token)
                .document("mutation { updateProfile(input: {name: \"周一苇\"}) { __typename } }")
                .execute()
                .errors()
                .satisfy(errors -> org.assertj.core.api.Assertions.assertThat(
                                errors.get(0).getExtensions())
                        .containsEntry("code", "FORBIDDEN"));
    }

    @Test
    void a_disabled_partner_is_out_at_once() {
        register();
        String token = tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
        database.sql("update api_client set disabled_at = now() where client_id = :id")
                .bind("id", clientId)
                .fetch()
                .rowsUpdated()
                .block();
        client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.setBearerAuth(token))
                .bodyValue("{\"query\":\"{ viewer { id } }\"}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        invalidClient(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    @Test
    void a_wrong_secret_and_an_unknown_partner_look_the_same() {
        register();
        invalidClient(post("grant_type=client_credentials", basic(clientId, "wrong")));
        invalidClient(post("grant_type=client_credentials", basic("partner-unknown", "wrong")));
        invalidClient(post("grant_type=client_credentials", null));
        invalidClient(post("grant_type=client_credentials", "Basic %%%"));
        invalidClient(post("grant_type=client_credentials", "Bearer x"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid_request",
        "scope=outcomes:read, invalid_request",
        "grant_type=password, unsupported_grant_type",
        "grant_type=client_credentials&grant_type=client_credentials, invalid_request",
        "grant_type=client_credentials&scope=admin, invalid_scope",
        "grant_type=client_credentials&client_secret=twice, invalid_request"
    })
    void a_malformed_request_has_the_error_of_the_standard(String form, String error) {
        post(form, basic(clientId, ENCODED_SECRET))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .json("{\"error\":\"" + error + "\"}");
    }

    @Test
    void ten_wrong_guesses_do_not_lock_a_partner_out() {
        register();
        for (int guess = 0; guess < 10; guess++) {
            invalidClient(post("grant_type=client_credentials", basic(clientId, "wrong")));
        }
        tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    @Test
    void the_twenty_first_guess_of_a_minute_from_a_network_is_not_judged_whether_the_partner_exists_or_not() {
        register();
        for (String id : List.of(clientId, "nobody-" + IdType.next())) {
            failed(id, "127.0.0.1", TokenAttempts.PER_NETWORK - 1);
            invalidClient(post("grant_type=client_credentials", basic(id, "wrong")));
            tooMany(post("grant_type=client_credentials", basic(id, "wrong")));
        }
        tooMany(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    @Test
    void a_network_that_knew_the_secret_is_let_in_however_many_guess() {
        register();
        tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
        failed(clientId, "127.0.0.1", 1000);
        failed(clientId, "198.51.100.1", 1000);

        invalidClient(post("grant_type=client_credentials", basic(clientId, "wrong")));
        tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    @Test
    void many_networks_that_guess_at_one_partner_slow_down_networks_that_never_knew_the_secret() {
        register();
        for (int network = 1; network <= 5; network++) {
            failed(clientId, "198.51.100." + network, TokenAttempts.PER_CLIENT / 5);
        }
        tooMany(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    /** The control: the same failures a minute ago are none. */
    @Test
    void a_minute_later_failures_are_forgotten() {
        register();
        failed(clientId, "127.0.0.1", 1000);
        failed(clientId, "198.51.100.1", 1000);
        database.sql("update token_attempt set counted_since = now() - interval '61 seconds' where client_id = :id")
                .bind("id", clientId)
                .fetch()
                .rowsUpdated()
                .block();
        tokenIn(post("grant_type=client_credentials", basic(clientId, ENCODED_SECRET)));
    }

    private void failed(String id, String network, int failures) {
        database.sql("""
                        insert into token_attempt (client_id, network, failures) values (:id, :network, :failures)
                        on conflict (client_id, network) do update set failures = excluded.failures
                        """)
                .bind("id", id)
                .bind("network", network)
                .bind("failures", failures)
                .fetch()
                .rowsUpdated()
                .block();
    }

    private static void tooMany(WebTestClient.ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals(HttpHeaders.RETRY_AFTER, "60")
                .expectBody()
                .json("{\"error\":\"temporarily_unavailable\"}");
    }

    private void register() {
        people.foundationRow(foundationId);
        apiClients.register(clientId, SECRET, foundationId, "合作机构").block();
    }

    private WebTestClient.ResponseSpec post(String form, @org.jspecify.annotations.Nullable String authorization) {
        return client.post()
                .uri("/oauth2/token")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                })
                .bodyValue(form)
                .exchange();
    }

    private static String basic(String id, String encodedSecret) {
        return "Basic " + HttpHeaders.encodeBasicAuth(id, encodedSecret, null);
    }

    private static String tokenIn(WebTestClient.ResponseSpec answer) {
        Map<?, ?> body = answer.expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return Objects.requireNonNull((String) Objects.requireNonNull(body).get("access_token"));
    }

    private static void invalidClient(WebTestClient.ResponseSpec answer) {
        answer.expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"doorstep\", charset=\"UTF-8\"")
                .expectBody()
                .json("{\"error\":\"invalid_client\"}");
    }

    private HttpGraphQlTester as(String token) {
        return tester.mutate().headers(headers -> headers.setBearerAuth(token)).build();
    }
}
