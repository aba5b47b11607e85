package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** What a client sends that it should not: each has a stable code and a sentence, in Chinese and in English. */
@DoorstepTest
class BadInputTests {

    private static final String INSIDES =
            "(?s).*(select |from session|SQLSTATE|Exception|[a-z]+\\.[a-z]+\\.[A-Z]\\w+|\\w+Value\\{|LinkedHashMap|classification).*";
    private static final String STATION = new IdType("sta").encode(IdType.next());

    @Autowired
    WebTestClient client;

    static Stream<Arguments> documents() {
        return Stream.of(
                bad("{ nothing }", "类型 Query 没有字段 nothing。", "Type 'Query' has no field 'nothing'."),
                bad("{ stations(most: 3) { nodes { id } } }", "字段没有参数 most。", "The field has no argument 'most'."),
                bad("{ station { id } }", "缺少字段的参数 id。", "The field lacks its argument 'id'."),
                bad("{ station(id: null) { id } }", "参数 id 不能为空。", "Null value for non-null field argument 'id'."),
                bad(
                        "{ stations(first: \"ten\") { nodes { id } } }",
                        "参数 first 的值不符合类型 Int。",
                        "The value of argument 'first' is not a valid 'Int'."),
                bad(
                        "{ events(filter: {kind: PARTY}) { nodes { id } } }",
                        "参数 filter.kind 的值不是枚举 EventKind 中的值。",
                        "The value of argument 'filter.kind' is not a value of the enum 'EventKind'."),
                bad(
                        "{ sessions(filter: {from: \"tomorrow\"}) { nodes { id } } }",
                        "参数 filter.from 的值不符合类型 DateTime。",
                        "The value of argument 'filter.from' is not a valid 'DateTime'."),
                bad(
                        "{ sessions(filter: {from: \"+999999999-12-31T00:00:00Z\"}) { nodes { id } } }",
                        "参数 filter.from 的值不符合类型 DateTime。",
                        "The value of argument 'filter.from' is not a valid 'DateTime'."),
                bad(
                        "mutation { addChild(input: {idempotencyKey: \"0198f2a4-7c1e-7d3a-9b55-2f1c6e0a9d11\","
                                + " nickname: \"小满\", birthDate: \"2023-02-30\"}) { __typename } }",
                        "参数 input.birthDate 的值不符合类型 Date。",
                        "The value of argument 'input.birthDate' is not a valid 'Date'."),
                bad(
                        "{ sessions(filter: {colour: 1}) { nodes { id } } }",
                        "参数 filter 的类型 SessionFilter 没有字段 colour。",
                        "Argument 'filter' has a field that 'SessionFilter' does not have: 'colour'."),
                bad(
                        "query ($a: Nothing) { stations(first: $a) { nodes { id } } }",
                        "没有类型 Nothing。",
                        "Unknown type 'Nothing'."),
                bad("{ stations(first: $n) { nodes { id } } }", "没有定义变量 n。", "Undefined variable 'n'."),
                bad(
                        "{ stations { nodes } }",
                        "字段 nodes 的类型是 [Station!]!，请选择其下级字段。",
                        "Subselection required for type '[Station!]!' of field 'nodes'."),
                bad("{ stations { nodes { id ", "第 1 行第 25 列有语法错误。", "Syntax error at line 1, column 25."),
                bad(
                        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
                        "片段之间不能循环引用。",
                        "Fragment cycles not allowed."),
                bad("{ stations(first: -5) { nodes { id } } }", "每页数量应在 1 到 100 之间。", "A page has 1 to 100 items."),
                bad("{ stations(first: 101) { nodes { id } } }", "每页数量应在 1 到 100 之间。", "A page has 1 to 100 items."),
                bad(
                        "{ stations(first: 1, last: 1) { nodes { id } } }",
                        "first、after 与 last、before 不能同时使用。",
                        "Use either first and after, or last and before."),
                bad(
                        "{ sessions(filter: {from: \"2026-09-05T09:00:00+08:00\", until: \"2026-09-04T09:00:00+08:00\"})"
                                + " { nodes { id } } }",
                        "from 必须早于 until。",
                        "from must be before until."),
                bad(
                        "{ stations(after: \"abc\") { nodes { id } } }",
                        "游标无效，请使用同一列表返回的游标。",
                        "Invalid cursor: use one that the same list has returned."),
                bad(
                        "{ station(id: \"42\") { id } }",
                        "编号格式不对，应以 sta_ 开头，共 30 个字符。",
                        "Malformed id: it begins with sta_ and has 30 characters."),
                bad(
                        "{ node(id: \"xyz_00000000000000000000000000\") { id } }",
                        "编号格式不对，不认识它的类型。",
                        "Malformed id: its type is unknown."),
                bad(
                        "{ sessions(filter: {stationId: \"" + STATION.toUpperCase(Locale.ROOT) + "\"})"
                                + " { nodes { id } } }",
                        "编号格式不对，应以 sta_ 开头，共 30 个字符。",
                        "Malformed id: it begins with sta_ and has 30 characters."),
                bad(
                        "subscription { sessionChanged(ids: []) { id } }",
                        "订阅（subscription）请通过 WebSocket 或 text/event-stream 发送。",
                        "Send a subscription over WebSocket, or as text/event-stream."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void a_wrong_document_says_what_is_wrong(String document, String chinese, String english) {
        assertThat(refused(Map.of("query", document), "zh-CN", "BAD_REQUEST")).isEqualTo(chinese);
        assertThat(refused(Map.of("query", document), "en", "BAD_REQUEST")).isEqualTo(english);
        assertThat(refused(Map.of("query", document), "fr", "BAD_REQUEST")).isEqualTo(chinese);
    }

    static Stream<Arguments> variables() {
        return Stream.of(
                Arguments.of("Int", "first", "ten", "变量 v 的值不符合其类型。", "The value of variable v does not fit its type."),
                Arguments.of(
                        "Int",
                        "first",
                        Map.of("a", 1),
                        "变量 v 的值不符合其类型。",
                        "The value of variable v does not fit its type."),
                Arguments.of("String!", "after", null, "变量 v 不能为空。", "Variable v must not be null."),
                Arguments.of(
                        "StationFilter",
                        "filter",
                        Map.of("colour", "red"),
                        "变量中含有未定义的字段 colour。",
                        "The variables have a field colour that is not defined."),
                Arguments.of(
                        "StationFilter",
                        "filter",
                        Map.of("near", Map.of("withinMeters", 5)),
                        "变量 v 的值不符合其类型。",
                        "The value of variable v does not fit its type."));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("variables")
    void a_wrong_variable_is_named(
            String type, String argument, @Nullable Object value, String chinese, String english) {
        Map<String, Object> values = new HashMap<>();
        values.put("v", value);
        Map<String, Object> body = Map.of(
                "query",
                "query ($v: %s) { stations(%s: $v) { nodes { id } } }".formatted(type, argument),
                "variables",
                values);
        assertThat(refused(body, "zh-CN", "BAD_REQUEST")).isEqualTo(chinese);
        assertThat(refused(body, "en", "BAD_REQUEST")).isEqualTo(english);
    }

    @Test
    void an_unknown_operation_name_is_named() {
        Map<String, Object> body = Map.of("query", "query A { __typename }", "operationName", "B");
        assertThat(refused(body, "zh-CN", "BAD_REQUEST")).isEqualTo("没有名为 B 的操作。");
    }

    @Test
    void an_unknown_id_is_null_without_an_error() {
        client.post()
                .uri("/graphql")
                .bodyValue(Map.of(
                        "query", "{ station(id: \"" + STATION + "\") { id } node(id: \"" + STATION + "\") { id } }"))
                .exchange()
                .expectBody()
                .json("{\"data\": {\"station\": null, \"node\": null}}");
    }

    static Stream<Arguments> bombs() {
        String fields =
                IntStream.range(0, 5000).mapToObj(i -> "a" + i + ": __typename").collect(Collectors.joining(" "));
        String fragments = IntStream.range(0, 30)
                .mapToObj(i -> "fragment f%d on Query { a: __typename ...f%d ...f%d }".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(" "));
        String deep =
                "{ station(id: \"" + STATION + "\") { area " + "{ parent ".repeat(60) + "{ id }" + " }".repeat(62);
        String introspection =
                "{ __schema { types " + "{ fields { type ".repeat(6) + "{ name }" + " } }".repeat(6) + " } }";
        return Stream.of(
                Arguments.of("aliases", "{ " + fields + " }"),
                Arguments.of("fragments", "{ ...f0 } " + fragments + " fragment f30 on Query { __typename }"),
                Arguments.of("depth", deep),
                Arguments.of("brackets", "{ a(b: " + "[".repeat(5000) + "]".repeat(5000) + ") }"),
                Arguments.of("directives", "{ __typename " + "@skip(if: false) ".repeat(3000) + "}"),
                Arguments.of("a literal", "{ station(id: \"" + "x".repeat(150_000) + "\") { id } }"),
                Arguments.of("a number", "{ stations(first: " + "9".repeat(5000) + ") { nodes { id } } }"),
                Arguments.of("introspection", introspection),
                Arguments.of(
                        "pages",
                        "{ stations(first: 100) { nodes { upcomingSessions(first: 20) { event {"
                                + " upcomingSessions(first: 20) { event { upcomingSessions(first: 20) { id } } } } } } } }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void a_bomb_is_refused_at_once(String name, String document) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(refused(Map.of("query", document), "zh-CN", "BAD_REQUEST", "TOO_EXPENSIVE"))
                        .isNotBlank());
    }

    static Stream<Arguments> bodies() {
        String query = "{\"query\":\"{ __typename }\"}";
        return Stream.of(
                Arguments.of(
                        "malformed JSON", "application/json", "{\"query\":", 400, "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of("no body", "application/json", "", 400, "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of("no query", "application/json", "{}", 400, "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of("a batch", "application/json", "[" + query + "]", 400, "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of(
                        "a query of another type",
                        "application/json",
                        "{\"query\":{\"a\":1}}",
                        400,
                        "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of(
                        "variables of another type",
                        "application/json",
                        "{\"query\":\"{ __typename }\",\"variables\":[1]}",
                        400,
                        "请求格式不对，应为 JSON 格式的 GraphQL 请求。"),
                Arguments.of(
                        "5 MB", "application/json", "{\"query\":\"" + "x".repeat(5_000_000) + "\"}", 413, "请求内容过大。"),
                Arguments.of(
                        "graphql",
                        "application/graphql",
                        "{ __typename }",
                        415,
                        "请求的 Content-Type 应为 application/json。"),
                Arguments.of("plain text", "text/plain", query, 415, "请求的 Content-Type 应为 application/json。"),
                Arguments.of(
                        "a form",
                        "application/x-www-form-urlencoded",
                        "query=%7B__typename%7D",
                        415,
                        "请求的 Content-Type 应为 application/json。"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_wrong_body_is_refused(String name, String contentType, String body, int status, String chinese) {
        assertRefused(
                client.post()
                        .uri("/graphql")
                        .header(HttpHeaders.CONTENT_TYPE, contentType)
                        .bodyValue(body)
                        .exchange(),
                status,
                chinese);
    }

    private static Arguments bad(String document, String chinese, String english) {
        return Arguments.of(document, chinese, english);
    }

    private String refused(Map<String, Object> body, String language, String... codes) {
        String answer = Objects.requireNonNull(client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ACCEPT_LANGUAGE, language)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        assertThat(answer).doesNotMatch(INSIDES);
        Map<String, Object> error = firstError(answer);
        assertThat(codeOf(error)).isIn((Object[]) codes);
        return String.valueOf(error.get("message"));
    }

    static void assertRefused(WebTestClient.ResponseSpec response, int status, String chinese) {
        String answer = Objects.requireNonNull(response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        assertThat(answer).doesNotMatch(INSIDES);
        assertThat(firstError(answer)).containsEntry("message", chinese);
        assertThat(codeOf(firstError(answer))).isEqualTo("BAD_REQUEST");
    }

    private static Object codeOf(Map<String, Object> error) {
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(error.get("extensions"))).get("code"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> firstError(String answer) {
        Map<String, Object> parsed = new JsonMapper().readValue(answer, Map.class);
        return ((List<Map<String, Object>>) Objects.requireNonNull(parsed.get("errors"), answer)).get(0);
    }
}
