package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.database.Columns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;

@DoorstepTest(properties = "doorstep.wechat.timeout=500ms")
@ExtendWith(OutputCaptureExtension.class)
class SignInWithWeChatTests {

    static final FakeWeChat WECHAT = new FakeWeChat();

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    DatabaseClient database;

    @Autowired
    People people;

    @DynamicPropertySource
    static void weChat(DynamicPropertyRegistry registry) {
        registry.add("doorstep.wechat.base-url", WECHAT::address);
        registry.add("doorstep.wechat.app-id", () -> FakeWeChat.APP_ID);
        registry.add("doorstep.wechat.secret", () -> FakeWeChat.SECRET);
    }

    @AfterEach
    void recover() {
        WECHAT.answerOnly(null);
        WECHAT.busyFor(0);
        WECHAT.answerAs("text/plain");
        WECHAT.delayBy(Duration.ZERO);
    }

    @Test
    void a_first_sign_in_makes_a_guardian() {
        GraphQlTester.Response answer = signIn(WECHAT.codeFor("canary-openid-first"));
        answer.path("signInWithWeChat.__typename").entity(String.class).isEqualTo("SignedIn");
        answer.path("signInWithWeChat.viewer.roles[*].role")
                .entityList(String.class)
                .isEqualTo(List.of("GUARDIAN"));
        String token =
                answer.path("signInWithWeChat.accessToken").entity(String.class).get();

        tester.mutate()
                .headers(headers -> headers.setBearerAuth(token))
                .build()
                .document("{ viewer { id } }")
                .execute()
                .path("viewer.id")
                .entity(String.class)
                .isEqualTo(answer.path("signInWithWeChat.viewer.id")
                        .entity(String.class)
                        .get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "text/plain;charset=utf-8"})
    void a_second_sign_in_is_the_same_person_whatever_label_the_answer_has(String mediaType) {
        WECHAT.answerAs(mediaType);
        String openid = "canary-openid-" + mediaType.length();
        assertThat(viewerOf(signIn(WECHAT.codeFor(openid)))).isEqualTo(viewerOf(signIn(WECHAT.codeFor(openid))));
    }

    @Test
    void a_code_can_be_used_only_once() {
        String code = WECHAT.codeFor("canary-openid-once");
        signIn(code).path("signInWithWeChat.__typename").entity(String.class).isEqualTo("SignedIn");
        refused(signIn(code), "WECHAT_CODE_USED", "微信登录码已使用过，请重新登录。");
    }

    @Test
    void a_code_ends_after_five_minutes() {
        String inTime = WECHAT.codeFor("canary-openid-in-time");
        String late = WECHAT.codeFor("canary-openid-late");
        WECHAT.advance(Duration.ofMinutes(5));
        signIn(inTime).path("signInWithWeChat.__typename").entity(String.class).isEqualTo("SignedIn");
        WECHAT.advance(Duration.ofSeconds(1));
        refused(signIn(late), "WECHAT_CODE_INVALID", "微信登录码无效或已过期，请重新登录。");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "made-up"})
    void a_made_up_code_is_refused(String code) {
        refused(signIn(code), "WECHAT_CODE_INVALID", "微信登录码无效或已过期，请重新登录。");
    }

    @Test
    void a_code_of_absurd_length_does_not_reach_wechat() {
        int before = WECHAT.requests();
        refused(signIn("a".repeat(257)), "WECHAT_CODE_INVALID", "微信登录码无效或已过期，请重新登录。");
        assertThat(WECHAT.requests()).isEqualTo(before);
    }

    @Test
    void a_blocked_person_is_refused() {
        WECHAT.block("canary-openid-blocked");
        refused(signIn(WECHAT.codeFor("canary-openid-blocked")), "WECHAT_USER_BLOCKED", "该微信账号存在风险，微信已限制其登录。");
    }

    @Test
    void the_hundred_and_first_sign_in_within_a_minute_is_refused_and_a_minute_later_works() {
        WECHAT.exhaust("canary-openid-eager");
        refused(signIn(WECHAT.codeFor("canary-openid-eager")), "WECHAT_RATE_LIMITED", "登录过于频繁，请一分钟后再试。");
        WECHAT.advance(Duration.ofMinutes(1));
        signIn(WECHAT.codeFor("canary-openid-eager"))
                .path("signInWithWeChat.__typename")
                .entity(String.class)
                .isEqualTo("SignedIn");
    }

    @Test
    void one_busy_answer_is_tried_again() {
        WECHAT.busyFor(1);
        signIn(WECHAT.codeFor("canary-openid-patient"))
                .path("signInWithWeChat.__typename")
                .entity(String.class)
                .isEqualTo("SignedIn");
    }

    @Test
    void two_busy_answers_are_a_fault_that_may_be_tried_again() {
        WECHAT.busyFor(2);
        unavailable(signIn(WECHAT.codeFor("canary-openid-unlucky")));
    }

    @ParameterizedTest
    @CsvSource({"40013", "40125", "41002", "41004"})
    void a_wrong_app_id_or_secret_is_said_to_be_one(int errcode) {
        WECHAT.answerOnly(errcode);
        refused(signIn("any"), "WECHAT_NOT_CONFIGURED", "本服务器尚未配置微信小程序。");
    }

    @Test
    void an_unforeseen_code_of_wechat_is_a_fault() {
        WECHAT.answerOnly(48001);
        unavailable(signIn("any"));
    }

    @Test
    void a_slow_wechat_is_a_fault() {
        WECHAT.delayBy(Duration.ofSeconds(2));
        unavailable(signIn(WECHAT.codeFor("canary-openid-slow")));
    }

    @Test
    void two_first_sign_ins_at_once_make_one_person() {
        String openid = "canary-openid-twice-at-once";
        List<UUID> persons = Flux.range(0, 8)
                .flatMap(i -> people.ofWeChat(openid, null), 8)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(persons).hasSize(8);
        assertThat(persons.stream().distinct()).hasSize(1);
        UUID personId = persons.get(0);
        assertThat(database.sql("select count(*) from role_grant where person_id = :id")
                        .bind("id", personId)
                        .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                        .one()
                        .block())
                .isEqualTo(1L);
    }

    @Test
    void no_secret_reaches_the_log_or_the_tables(CapturedOutput output) {
        String openid = "canary-openid-secretive";
        String code = WECHAT.codeFor(openid);
        GraphQlTester.Response answer = signIn(code);
        WECHAT.answerOnly(-1);
        unavailable(signIn(WECHAT.codeFor(openid)));
        WECHAT.answerOnly(null);
        WECHAT.delayBy(Duration.ofSeconds(2));
        unavailable(signIn(WECHAT.codeFor(openid)));

        String refreshToken = answer.path("signInWithWeChat.refreshToken")
                .entity(String.class)
                .get();
        String accessToken =
                answer.path("signInWithWeChat.accessToken").entity(String.class).get();
        // the control: what is logged is captured
        assertThat(output.getAll()).contains("WeChat cannot be reached");
        assertThat(output.getAll()).doesNotContain("canary", refreshToken, accessToken);
        String stored = String.join(" ", dump());
        assertThat(stored).contains(AccessTokens.PERSON.decode(viewerOf(answer)).toString());
        assertThat(stored).doesNotContain("canary", refreshToken, accessToken);
    }

    private List<String> dump() {
        return Flux.just("person", "wechat_account", "refresh_family", "refresh_token", "signing_key")
                .concatMap(table -> database.sql(
                                "select encode(convert_to(t::text, 'UTF8'), 'escape') || coalesce((select string_agg(encode(decode(substr(m[1], 3), 'hex'), 'escape'), ' ') from regexp_matches(t::text, '(\\\\x[0-9a-f]+)', 'g') m), '') as line from "
                                        + table + " t")
                        .map(row -> Columns.required(row, "line", String.class))
                        .all())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private GraphQlTester.Response signIn(String code) {
        return tester.document("""
                        mutation SignIn($code: String!) { signInWithWeChat(input: {code: $code}) {
                          __typename
                          ... on SignedIn { accessToken refreshToken expiresAt viewer { id roles { role } } }
                          ... on Refusal { code message } } }
                        """).variable("code", code).execute();
    }

    private static String viewerOf(GraphQlTester.Response answer) {
        return Objects.requireNonNull(
                answer.path("signInWithWeChat.viewer.id").entity(String.class).get());
    }

    private static void refused(GraphQlTester.Response answer, String code, String message) {
        answer.path("signInWithWeChat.code")
                .entity(String.class)
                .isEqualTo(code)
                .path("signInWithWeChat.message")
                .entity(String.class)
                .isEqualTo(message);
    }

    private static void unavailable(GraphQlTester.Response answer) {
        answer.errors().satisfy(errors -> {
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).getExtensions()).containsEntry("code", "UNAVAILABLE");
            assertThat(errors.get(0).getMessage()).isEqualTo("微信服务暂时无法连接，请稍后再试。");
        });
    }
}
