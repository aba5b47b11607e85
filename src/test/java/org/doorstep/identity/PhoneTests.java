package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@DoorstepTest(properties = "doorstep.wechat.timeout=500ms")
@Import(TestPeople.class)
@ExtendWith(OutputCaptureExtension.class)
class PhoneTests {

    static final FakeWeChat WECHAT = new FakeWeChat();

    private static final String SAVED = "... on PhoneSaved { viewer { phone phoneVerification } }";
    private static final Map<String, String> ANSWERS = Map.of(
            "takePhoneFromWeChat", SAVED + " ... on Refusal { code message }",
            "enterPhone", SAVED + " ... on InvalidInput { problems { path message } }",
            "removePhone", """
                    ... on PhoneRemoved { viewer { phone phoneVerification } }
                    ... on InvalidInput { problems { path message } } ... on Refusal { code }
                    """);

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    People register;

    @Autowired
    RoleGrants roleGrants;

    @Autowired
    DatabaseClient database;

    private TestPerson person = new TestPerson(new UUID(0, 0), "");

    @DynamicPropertySource
    static void weChat(DynamicPropertyRegistry registry) {
        registry.add("doorstep.wechat.base-url", WECHAT::address);
        registry.add("doorstep.wechat.app-id", () -> FakeWeChat.APP_ID);
        registry.add("doorstep.wechat.secret", () -> FakeWeChat.SECRET);
    }

    @BeforeEach
    void somebodyWhoHasJustSignedIn() {
        UUID id = register.create(null, null).blockOptional().orElseThrow();
        roleGrants.grant(id, RoleGrant.of(Role.GUARDIAN), null).block();
        person = people.signIn(id);
    }

    @AfterEach
    void recover() {
        WECHAT.answerOnly(null);
        WECHAT.busyFor(0);
        WECHAT.delayBy(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, 86, 13812345678, *******5678",
        "13812345678, '\"86\"', 13812345678, *******5678",
        "51234567, 852, +85251234567, +*******4567"
    })
    void the_phone_button_gives_the_phone_of_the_account(
            String number, String countryCode, String kept, String masked) {
        assertThat(take(WECHAT.phoneCodeFor(number, countryCode))).isEqualTo("PhoneSaved " + masked + " WECHAT");
        assertThat(stored("phone_source || ' ' || (phone_confirmed_at is null)"))
                .isEqualTo("WECHAT true");
        assertThat(own()).isEqualTo(kept);
    }

    @Test
    void a_phone_code_works_once_and_for_five_minutes() {
        String code = WECHAT.phoneCodeFor("13812345678", "86");
        String late = WECHAT.phoneCodeFor("13812345679", "86");
        take(code);
        refused(code, "PHONE_CODE_INVALID", "微信手机号授权已使用或已过期，请重新点击按钮。");
        WECHAT.advance(Duration.ofMinutes(6));
        refused(late, "PHONE_CODE_INVALID", "微信手机号授权已使用或已过期，请重新点击按钮。");
        assertThat(own()).isEqualTo("13812345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "made-up"})
    void a_made_up_code_gives_no_phone(String code) {
        refused(code, "PHONE_CODE_INVALID", "微信手机号授权已使用或已过期，请重新点击按钮。");
        assertThat(stored("coalesce(phone_source, 'none')")).isEqualTo("none");
    }

    @Test
    void too_many_requests_are_told_from_a_wrong_code_and_from_wrong_settings() {
        WECHAT.answerOnly(45011);
        refused("any", "PHONE_RATE_LIMITED", "获取手机号过于频繁，请一分钟后再试。");
        WECHAT.answerOnly(40013);
        refused("any", "WECHAT_NOT_CONFIGURED", "本服务器尚未配置微信小程序。");
    }

    @Test
    void one_busy_answer_is_tried_again_and_two_are_a_fault() {
        WECHAT.busyFor(1);
        assertThat(take(WECHAT.phoneCodeFor("13812345678", "86"))).startsWith("PhoneSaved");
        WECHAT.busyFor(2);
        send("takePhoneFromWeChat", Map.of("code", "any"))
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .extracting(error -> error.getExtensions().get("code"))
                        .isEqualTo(List.of("UNAVAILABLE")));
    }

    @Test
    void a_token_that_wechat_has_forgotten_is_asked_for_anew() {
        take(WECHAT.phoneCodeFor("13812345678", "86"));
        WECHAT.forgetToken();
        assertThat(take(WECHAT.phoneCodeFor("13812345679", "86"))).isEqualTo("PhoneSaved *******5679 WECHAT");
    }

    @Test
    void a_phone_typed_twice_is_kept_and_not_verified() {
        assertThat(enter("138 1234-5678", "+8613812345678")).isEqualTo("PhoneSaved *******5678 NONE");
        assertThat(own()).isEqualTo("13812345678");
        assertThat(stored("phone_source")).isEqualTo("ENTERED");
    }

    @Test
    void a_phone_that_differs_from_its_repetition_or_cannot_be_dialled_is_not_kept() {
        assertThat(problems("13812345678", "13812345679")).isEqualTo("phoneAgain 两次输入的号码不一样。");
        assertThat(problems("call me", "call me")).isEqualTo("phone 格式不正确。");
        assertThat(stored("coalesce(phone_source, 'none')")).isEqualTo("none");
    }

    @Test
    void another_phone_is_not_verified_by_what_verified_the_last() {
        take(WECHAT.phoneCodeFor("13812345678", "86"));
        assertThat(enter("13812345679", "13812345679")).isEqualTo("PhoneSaved *******5679 NONE");
        database.sql("update person set phone_confirmed_by = id, phone_confirmed_at = now() where id = :id")
                .bind("id", person.personId())
                .then()
                .block();
        assertThat(enter("13812345679", "13812345679")).isEqualTo("PhoneSaved *******5679 STATION");
        assertThat(enter("13812345670", "13812345670")).isEqualTo("PhoneSaved *******5670 NONE");
    }

    @Test
    void a_phone_is_removed_once_that_is_confirmed() {
        enter("13812345678", "13812345678");
        assertThat(text(send("removePhone", Map.of("confirmed", false)), "removePhone.problems[0].message"))
                .isEqualTo("请先确认要删除手机号。");
        assertThat(saved(send("removePhone", Map.of("confirmed", true)), "removePhone"))
                .isEqualTo("PhoneRemoved null null");
        assertThat(stored("num_nonnulls(phone, phone_index, phone_source, phone_at, phone_confirmed_at)::text"))
                .isEqualTo("0");
    }

    @Test
    void nobody_who_is_not_signed_in_leaves_a_phone() {
        for (String mutation : List.of(
                "takePhoneFromWeChat(input: {code: \"a\"})",
                "enterPhone(input: {phone: \"13812345678\", phoneAgain: \"13812345678\"})",
                "removePhone(input: {confirmed: true})")) {
            tester.document("mutation { " + mutation + " { __typename } }")
                    .execute()
                    .errors()
                    .satisfy(errors -> assertThat(errors)
                            .extracting(error -> error.getExtensions().get("code"))
                            .isEqualTo(List.of("UNAUTHENTICATED")));
        }
    }

    @Test
    void names_and_phones_are_in_no_log_and_in_no_table_in_clear(CapturedOutput output) {
        String phone = "13855550199";
        String name = "金丝雀";
        send("updateProfile", Map.of("name", name));
        enter(phone, phone);
        enter(phone, "13855550198");
        String code = WECHAT.phoneCodeFor(phone, "86");
        take(code);
        take(code);
        WECHAT.answerOnly(-1);
        send("takePhoneFromWeChat", Map.of("code", WECHAT.phoneCodeFor(phone, "86")))
                .errors()
                .satisfy(errors -> {});
        WECHAT.answerOnly(null);
        send("removePhone", Map.of("confirmed", true));

        assertThat(output.getAll()).doesNotContain(phone, "13855550198", name, "canary-phone-code", "canary-token");
        for (String table : List.of("person", "audit_entry", "outbox", "message", "idempotency_key")) {
            assertThat(database.sql("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                            .mapValue(String.class)
                            .one()
                            .block())
                    .doesNotContain(phone, name, hex(phone), hex(name));
        }
        assertThat(database.sql("select action from audit_entry where subject = :id and actor = :id order by id")
                        .bind("id", person.personId())
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block())
                .isEqualTo(List.of("NAME_CHANGED", "PHONE_CHANGED", "PHONE_REMOVED"));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private String take(String code) {
        return saved(send("takePhoneFromWeChat", Map.of("code", code)), "takePhoneFromWeChat");
    }

    private String enter(String phone, String again) {
        return saved(send("enterPhone", Map.of("phone", phone, "phoneAgain", again)), "enterPhone");
    }

    private String problems(String phone, String again) {
        GraphQlTester.Response answer = send("enterPhone", Map.of("phone", phone, "phoneAgain", again));
        return text(answer, "enterPhone.problems[0].path") + " " + text(answer, "enterPhone.problems[0].message");
    }

    private void refused(String code, String refusal, String message) {
        GraphQlTester.Response answer = send("takePhoneFromWeChat", Map.of("code", code));
        assertThat(text(answer, "takePhoneFromWeChat.code")).isEqualTo(refusal);
        assertThat(text(answer, "takePhoneFromWeChat.message")).isEqualTo(message);
    }

    private GraphQlTester.Response send(String mutation, Map<String, Object> input) {
        String type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
        String answer = ANSWERS.getOrDefault(mutation, "");
        return tester.mutate()
                .headers(person::authorize)
                .build()
                .document("mutation($input: %s!) { %s(input: $input) { __typename %s } }"
                        .formatted(type, mutation, answer))
                .variable("input", input)
                .execute();
    }

    /** The type of the answer, and the phone and how it is verified. */
    private static String saved(GraphQlTester.Response answer, String mutation) {
        Map<?, ?> result =
                Objects.requireNonNull(answer.path(mutation).entity(Map.class).get());
        Map<?, ?> viewer = result.get("viewer") instanceof Map<?, ?> map ? map : Map.of();
        return result.get("__typename") + " " + viewer.get("phone") + " " + viewer.get("phoneVerification");
    }

    private static String text(GraphQlTester.Response answer, String path) {
        return Objects.requireNonNull(answer.path(path).entity(String.class).get());
    }

    private String stored(String expression) {
        return database.sql("select " + expression + " from person where id = :id")
                .bind("id", person.personId())
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    /** The phone as it is kept. */
    private String own() {
        return Objects.requireNonNull(
                register.find(person.personId()).blockOptional().orElseThrow().phone());
    }
}
