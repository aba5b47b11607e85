package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.limit.Floods;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one caller may do in a minute. Each request names its address as a proxy would, so that tests do not meet. */
// its limit of log lines holds for all that logs in this JVM
@DirtiesContext
@DoorstepTest(
        properties = {
            "server.forward-headers-strategy=framework",
            "doorstep.limits.sign-ins=5",
            "doorstep.limits.person-sign-ins=3",
            "doorstep.limits.wrong-refreshes=4",
            "doorstep.limits.phone-codes=2",
            "doorstep.limits.changes=30",
            "doorstep.limits.address-cost=2110",
            "doorstep.limits.person-cost=1060",
            "doorstep.limits.client-cost=1410",
            "doorstep.limits.log-lines=3"
        })
@Import(TestPeople.class)
@ExtendWith(OutputCaptureExtension.class)
class CallerLimitTests {

    static final FakeWeChat WECHAT = new FakeWeChat();

    private static final JsonMapper JSON = new JsonMapper();

    /** 300 points for its fields and 29 for the length of its text. */
    private static final String POINTS_329 = "{ %s }"
            .formatted(IntStream.range(0, 150)
                    .mapToObj("a%d: viewer { id }"::formatted)
                    .collect(Collectors.joining(" ")));

    @Autowired
    WebTestClient client;

    @Autowired
    TestPeople people;

    @Autowired
    RefreshTokens refreshTokens;

    @Autowired
    DatabaseClient database;

    @Autowired
    Floods floods;

    @DynamicPropertySource
    static void weChat(DynamicPropertyRegistry registry) {
        registry.add("doorstep.wechat.base-url", WECHAT::address);
        registry.add("doorstep.wechat.app-id", () -> FakeWeChat.APP_ID);
        registry.add("doorstep.wechat.secret", () -> FakeWeChat.SECRET);
    }

    @Test
    void of_four_hundred_sign_ins_in_one_request_by_aliases_five_are_tried() {
        long before = families();
        JsonNode answer = ask("198.51.100.1", null, signIns(400, i -> "flood-" + i), 429);

        assertThat(families() - before).isEqualTo(5);
        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("RATE_LIMITED");
        assertThat(answer.at("/errors/0/extensions/retryable").asBoolean()).isTrue();
        assertThat(answer.at("/errors/0/extensions/retryAfter").asInt()).isBetween(1, 12);
        assertThat(answer.at("/errors/0/message").asString()).startsWith("操作过于频繁，请 ");
    }

    @Test
    void requests_one_after_another_are_counted_alike_and_another_address_is_not_hit() {
        long before = families();
        List<Integer> statuses = IntStream.range(0, 8)
                .map(i -> statusOf("198.51.100.2", signIns(1, same -> "single-" + i)))
                .boxed()
                .toList();
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429, 429);
        assertThat(families() - before).isEqualTo(5);
        assertThat(statusOf("198.51.100.3", signIns(1, i -> "elsewhere"))).isEqualTo(200);
    }

    @Test
    void neighbours_in_one_network_of_version_6_are_one() {
        List<Integer> statuses = IntStream.range(0, 6)
                .map(i -> statusOf("[2001:db8:1:2::" + i + "]", signIns(1, same -> "six-" + i)))
                .boxed()
                .toList();
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
    }

    @Test
    void one_person_signs_in_three_times_a_minute_from_however_many_addresses() {
        List<Integer> statuses = IntStream.range(0, 5)
                .map(i -> statusOf("198.51.100." + (20 + i), signIns(1, same -> "one-person")))
                .boxed()
                .toList();
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
    }

    @Test
    void who_guesses_refresh_tokens_learns_four_times_a_minute_and_the_right_token_still_counts() {
        String right = Objects.requireNonNull(
                        refreshTokens.begin(people.guardian().personId()).block())
                .token();
        List<String> guesses = IntStream.range(0, 6)
                .mapToObj(i -> ask("198.51.100.4", null, refresh("guess-" + i), i < 4 ? 200 : 429))
                .map(answer -> answer.at("/data/refreshSession/code").asString("")
                        + answer.at("/errors/0/extensions/code").asString(""))
                .toList();
        assertThat(guesses)
                .containsExactly(
                        "REFRESH_TOKEN_INVALID",
                        "REFRESH_TOKEN_INVALID",
                        "REFRESH_TOKEN_INVALID",
                        "REFRESH_TOKEN_INVALID",
                        "RATE_LIMITED",
                        "RATE_LIMITED");
        assertThat(ask("198.51.100.4", null, refresh(right), 200)
                        .at("/data/refreshSession/__typename")
                        .asString())
                .isEqualTo("SignedIn");
    }

    @Test
    void a_person_a_program_and_an_address_each_have_points_of_their_own() {
        assertThat(accepted("198.51.100.5", null, POINTS_329)).isEqualTo(6);
        assertThat(accepted("198.51.100.5", people.guardian().accessToken(), POINTS_329))
                .isEqualTo(3);
        assertThat(accepted("198.51.100.5", people.guardian().accessToken(), POINTS_329))
                .isEqualTo(3);
        assertThat(accepted("198.51.100.5", people.clientOf(IdType.next()), POINTS_329))
                .isEqualTo(4);
    }

    @Test
    void what_cannot_be_read_costs_too() {
        assertThat(accepted("198.51.100.6", null, "{ " + "nonsense ".repeat(4444)))
                .isEqualTo(5);
    }

    @Test
    void a_person_changes_thirty_things_a_minute_however_they_are_sent() {
        String token = people.guardian().accessToken();
        String twice =
                "mutation { a: updateProfile(input: {}) { __typename } b: updateProfile(input: {}) { __typename } }";
        assertThat(accepted("198.51.100.7", token, twice)).isEqualTo(15);
    }

    @Test
    void two_phone_codes_of_a_person_are_asked_about_in_a_minute() {
        String token = people.guardian().accessToken();
        String code = "mutation { takePhoneFromWeChat(input: {code: \"a-guess\"}) { __typename } }";
        assertThat(accepted("198.51.100.10", token, code)).isEqualTo(2);
    }

    @Test
    void the_answer_says_when_to_come_back() {
        ask("198.51.100.8", null, signIns(6, i -> "when-" + i), 429);
        HttpHeaders headers = exchange("198.51.100.8", null, signIns(1, i -> "again"))
                .expectStatus()
                .isEqualTo(429)
                .returnResult(Void.class)
                .getResponseHeaders();
        assertThat(Integer.parseInt(Objects.requireNonNull(headers.getFirst(HttpHeaders.RETRY_AFTER))))
                .isBetween(1, 12);
    }

    @Test
    void a_flood_is_one_line_of_the_log_and_stands_in_the_metric(CapturedOutput output) {
        floods.tell();
        double before = limited();
        int written = output.getAll().length();
        IntStream.range(0, 104).forEach(i -> statusOf("198.51.100.9", refresh("flood-" + i)));
        floods.tell();
        floods.tell();

        String line = assertThat(output.getAll().substring(written).lines())
                .singleElement()
                .asString()
                .contains("WARN", "wrong-refreshes=", "address-changes=")
                .actual();
        assertThat(Pattern.compile("=(\\d+)")
                        .matcher(line)
                        .results()
                        .mapToInt(count -> Integer.parseInt(count.group(1)))
                        .sum())
                .isBetween(90, 100);
        assertThat(limited() - before).isBetween(90.0, 100.0);
    }

    private double limited() {
        JsonNode metric = JSON.readTree(Objects.requireNonNull(client.get()
                .uri("/actuator/metrics/doorstep.limited")
                .headers(people.admin()::authorize)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()));
        return metric.at("/measurements/0/value").asDouble(0);
    }

    private long accepted(String address, @Nullable String token, String document) {
        return IntStream.range(0, 30)
                .filter(i -> exchange(address, token, document)
                                .returnResult(Void.class)
                                .getStatus()
                                .value()
                        != 429)
                .count();
    }

    private long families() {
        return Objects.requireNonNull(database.sql("select count(*) from refresh_family")
                .mapValue(Long.class)
                .one()
                .block());
    }

    private static String signIns(int count, IntFunction<String> openid) {
        return IntStream.range(0, count)
                .mapToObj(i -> "s%d: signInWithWeChat(input: {code: \"%s\"}) { __typename }"
                        .formatted(i, WECHAT.codeFor(openid.apply(i))))
                .collect(Collectors.joining(" ", "mutation { ", " }"));
    }

    private static String refresh(String token) {
        return "mutation { refreshSession(input: {refreshToken: \"%s\"}) { __typename ... on Refusal { code } } }"
                .formatted(token);
    }

    private int statusOf(String address, String document) {
        return exchange(address, null, document)
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private JsonNode ask(String address, @Nullable String token, String document, int status) {
        return JSON.readTree(Objects.requireNonNull(exchange(address, token, document)
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()));
    }

    private WebTestClient.ResponseSpec exchange(String address, @Nullable String token, String document) {
        return client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Forwarded-For", address)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .bodyValue(Map.of("query", document))
                .exchange();
    }
}
