package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.introspection.IntrospectionQueryBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.id.IdType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What documents cost, and that tools get their description of the schema. */
@DoorstepTest
class CostTests {

    private static final String SESSION = new IdType("ses").encode(IdType.next());

    private static final String STATION = new IdType("sta").encode(IdType.next());

    @Autowired
    WebTestClient client;

    @Autowired
    JsonMapper json;

    static Stream<Arguments> prices() {
        return Stream.of(
                Arguments.of("{ __typename }", 1),
                Arguments.of("{ stations { nodes { id } } }", 1 + 1 + 20),
                Arguments.of("{ stations(first: 100) { nodes { id name } } }", 1 + 1 + 100 * 2),
                Arguments.of(
                        "{ stations(first: 10) { edges { node { id } } pageInfo { hasNextPage } } }",
                        1 + 1 + 10 * 2 + 2),
                Arguments.of("{ stations(first: 100) { totalCount } }", 1 + 20),
                Arguments.of("{ stations(filter: {text: \"松\"}, first: 1) { nodes { id } } }", 1 + 20 + 1 + 1),
                Arguments.of("{ session(id: \"S\") { shifts { id } } }", 1 + 1 + 20),
                Arguments.of("{ session(id: \"S\") { shifts(first: 100) { id session { id } } } }", 1 + 1 + 100 * 3),
                Arguments.of("{ session(id: \"S\") { event { description } } }", 1 + 1 + 60),
                Arguments.of("{ session(id: \"S\") { event { requiredConsents } } }", 1 + 1 + 1 + 10),
                Arguments.of("{ viewer { dataCopy { complete } } }", 1 + 5000 + 1));
    }

    @ParameterizedTest
    @MethodSource("prices")
    void a_field_costs_its_weight_times_the_lists_it_stands_in(String document, int cost) {
        assertThat(costOf(ask(document, Map.of()))).isEqualTo(cost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ session(id: \"S\") { shifts(first: 50) { id } } }",
                "query ($n: Int!) { session(id: \"S\") { shifts(first: $n) { id } } }",
                "query ($n: Int! = 50) { session(id: \"S\") { shifts(first: $n) { id } } }",
                "{ session(id: \"S\") { ...A } } fragment A on Session { ...B } fragment B on Session { shifts(first: 50) { id } }",
                "{ session(id: \"S\") { shifts(first: 50) { id ... on Shift { id } } shifts(first: 50) { id } } }",
                "{ session(id: \"S\") { shifts(first: 50) { id startsAt @skip(if: true) endsAt @include(if: false) } } }",
                "query A { session(id: \"S\") { shifts(first: 50) { id } } } query B { __typename }"
            })
    void there_is_no_way_around_the_price(String document) {
        assertThat(costOf(ask(document, Map.of("n", 50)))).isEqualTo(1 + 1 + 50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ session(id: \"S\") { shifts { session { shifts { session { shifts { session { shifts { id } } } } } } } } }",
                "{ session(id: \"S\") { shifts(first: 100) { session { shifts(first: 100) { session { id } } } } } }",
                "query ($n: Int!) { stations(first: $n) { nodes { facilities { name capacity } openingHours { day opensAt } services { name code } } } }",
                "{ events(first: 100) { nodes { upcomingSessions(first: 20) { event { description } } } } }",
                "{ viewer { a: dataCopy { complete } b: dataCopy { complete } c: dataCopy { complete } d: dataCopy { complete } } }",
                "{ projects(first: 100) { nodes { outcomes { total { sessionsHeld } } a: outcomes { total { sessionsHeld } } } } }"
            })
    void what_costs_too_much_does_not_run(String document) {
        assertThat(codeOf(ask(document, Map.of("n", 100)))).isEqualTo("TOO_EXPENSIVE");
    }

    static Stream<String> descriptions() {
        IntrospectionQueryBuilder.Options everything = IntrospectionQueryBuilder.Options.defaultOptions()
                .descriptions(true)
                .specifiedByUrl(true)
                .isOneOf(true)
                .directiveIsRepeatable(true)
                .schemaDescription(true)
                .inputValueDeprecation(true)
                .typeRefFragmentDepth(9);
        return Stream.of(
                IntrospectionQueryBuilder.build(),
                IntrospectionQueryBuilder.build(everything),
                "{ __schema { types { name fields { name } all: fields(includeDeprecated: true) { name } } } }",
                "{ __type(name: \"Station\") { fields { name } more: fields(includeDeprecated: true) { name isDeprecated } } }",
                "{ a: __type(name: \"Query\") { fields { name } } b: __type(name: \"Mutation\") { fields { name args { name } } } }",
                "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }");
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void tools_are_told_what_the_schema_is(String document) {
        JsonNode answer = ask(document, Map.of());

        assertThat(answer.path("errors").isMissingNode())
                .as(answer.path("errors").toString())
                .isTrue();
        assertThat(answer.path("data").size()).isPositive();
    }

    static Stream<String> circles() {
        String aliases = Stream.iterate(0, i -> i < 200, i -> i + 1)
                .map(i -> "f" + i + ": fields { name args { name type { name } } } ")
                .reduce("", String::concat);
        return Stream.of(
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "{ __schema { types { possibleTypes { interfaces { possibleTypes { interfaces { name } } } } } } }",
                "{ __schema { types { " + aliases + " } } }",
                "{ __type(name: \"Query\") { fields { type { fields { type { fields { name } } } } } } }");
    }

    @ParameterizedTest
    @MethodSource("circles")
    void a_description_that_goes_round_in_circles_does_not_run(String document) {
        assertThat(codeOf(ask(document, Map.of()))).isEqualTo("TOO_EXPENSIVE");
    }

    /** Joins were named by their path, and PostgreSQL cuts names of more than 63 characters: two were one, INTERNAL. */
    @Test
    void an_object_is_read_through_as_many_others_as_may_be_nested() {
        String parents = "{ parent ".repeat(14) + "{ id }" + " }".repeat(14);

        assertThat(codeOf(ask("{ station(id: \"" + STATION + "\") { area " + parents + " } }", Map.of())))
                .isEqualTo("none");
    }

    @Test
    void a_name_is_paid_by_its_length() {
        assertThat(costOf(ask("{ " + "a".repeat(1000) + ": __typename }", Map.of())))
                .isEqualTo(1 + 10);
    }

    private JsonNode ask(String document, Map<String, Object> variables) {
        Map<String, Object> body = new HashMap<>();
        body.put("query", document.replace("\"S\"", "\"" + SESSION + "\""));
        body.put("variables", variables);
        body.put("operationName", document.startsWith("query A") ? "A" : null);
        byte[] answer = Objects.requireNonNull(client.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16_000_000))
                .build()
                .post()
                .uri("/graphql")
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
        return json.readTree(answer);
    }

    private static int costOf(JsonNode answer) {
        return answer.path("extensions").path("cost").path("requested").asInt();
    }

    private static String codeOf(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString("none");
    }
}
