package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every text that the schema takes, tried with what must never reach a roster: walked from the schema, so none is forgotten. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class})
class InputTextTests {

    /** Stands for half a surrogate pair, which no encoder writes. */
    private static final String HALF = "HALF-A-PAIR";

    private static final Map<String, String> EVIL = evil();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LIMIT = Pattern.compile("(\\d[\\d,]*) characters");
    private static final String WIDE = "𠮷";
    /** Given out by the server or by WeChat: a wrong one is refused as such. */
    private static final Set<String> CODES = Set.of(
            "SignInWithWeChatInput.code",
            "TakePhoneFromWeChatInput.code",
            "RefreshSessionInput.refreshToken",
            "SignOutInput.refreshToken",
            "RecordArrivalInput.arrivalCode",
            "CollectedByInput.passCode",
            "GrantMessageCreditsInput.templates");
    /** What the form allows in no case to hold characters beyond the BMP. */
    private static final Set<String> FORMS =
            Set.of("code", "phone", "phoneAgain", "rule", "onlineUrl", "skill", "skills", "role", "priority");

    @Autowired
    GraphQlSource source;

    @Autowired
    WebTestClient client;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    private @Nullable TestPerson person;

    /** A text of a mutation: where it stands, and the input around it with a place to fill. */
    private record Place(GraphQLFieldDefinition mutation, String owner, GraphQLInputObjectField field, String path) {

        /** Check-ins are answered one by one. */
        String reported() {
            return path.replaceFirst("^checkIns\\[0]\\.", "");
        }

        boolean isId() {
            return nameOf(field.getType()).equals("ID");
        }

        @Override
        public String toString() {
            return mutation.getName() + " " + path;
        }
    }

    @TestFactory
    Stream<DynamicTest> no_text_of_a_mutation_takes_what_cannot_be_seen() {
        return places().map(place -> dynamicTest(
                place.toString(),
                () -> assertThat(accepted(place, text -> send(place, text)).entrySet())
                        .as("bad texts that were not refused, each with the answer")
                        .isEmpty()));
    }

    /** What the walk finds where nothing is checked, so that it can fail for each kind of bad text. */
    @Test
    void a_check_that_accepts_everything_is_seen_for_each_kind_of_bad_text() {
        Place place = places().filter(text -> text.toString().equals("updateProfile name"))
                .findFirst()
                .orElseThrow();
        JsonNode accepted = JSON.readTree("{\"data\": {\"updateProfile\": {\"__typename\": \"ProfileUpdated\"}}}");
        assertThat(accepted(place, text -> accepted).keySet()).isEqualTo(EVIL.keySet());
        JsonNode ofAnother = JSON.readTree(
                "{\"data\": {\"updateProfile\": {\"__typename\": \"InvalidInput\", \"problems\": [{\"path\": \"locale\"}]}}}");
        assertThat(accepted(place, text -> ofAnother).keySet()).isEqualTo(EVIL.keySet());
    }

    /** The bad texts that are not refused as they should be: all of them, and not only the first. */
    private Map<String, String> accepted(Place place, Function<String, JsonNode> server) {
        Map<String, String> accepted = new LinkedHashMap<>();
        EVIL.forEach((kind, text) -> {
            try {
                assertRefused(place, kind, server.apply(text));
            } catch (AssertionError wrong) {
                accepted.put(kind, String.valueOf(wrong.getMessage()));
            }
        });
        return accepted;
    }

    @TestFactory
    Stream<DynamicTest> a_text_has_as_many_characters_as_its_description_says() {
        return places().filter(
                        place -> !place.isId() && !FORMS.contains(place.field().getName()))
                .filter(place ->
                        !CODES.contains(place.owner() + "." + place.field().getName()))
                .map(place -> dynamicTest(place.toString(), () -> {
                    Matcher said =
                            LIMIT.matcher(Objects.requireNonNull(place.field().getDescription()));
                    assertThat(said.find()).as("a limit in the description").isTrue();
                    int most = Integer.parseInt(said.group(1).replace(",", ""));
                    assertThat(problems(send(place, WIDE.repeat(most)), place)).doesNotContain(place.reported());
                    assertThat(problems(send(place, WIDE.repeat(most + 1)), place))
                            .contains(place.reported());
                }));
    }

    @TestFactory
    Stream<DynamicTest> no_text_of_a_query_is_a_fault_of_the_server() {
        return source.schema().getQueryType().getFieldDefinitions().stream()
                .flatMap(field -> field.getArguments().stream().flatMap(argument -> textsOf(field, argument)))
                .map(text -> dynamicTest(text.toString(), () -> {
                    for (Map.Entry<String, String> evil : EVIL.entrySet()) {
                        JsonNode answer = post(text.document(), text.variables(evil.getValue()));
                        for (JsonNode error : answer.path("errors")) {
                            assertThat(error.at("/extensions/code").asString())
                                    .as(evil.getKey() + " " + answer)
                                    .isIn("BAD_REQUEST", "UNAUTHENTICATED");
                        }
                        if (evil.getKey().equals("half a pair")) {
                            assertThat(answer.path("errors").isEmpty()).isFalse();
                        }
                    }
                }));
    }

    @Test
    void half_a_character_in_a_document_is_refused() {
        for (String document : List.of(
                "{ stations(filter: {text: \\\"\\ud842\\\"}) { nodes { id } } }",
                "{ stations(filter: {text: \\\"\\\\ud842\\\"}) { nodes { id } } }")) {
            JsonNode answer = postRaw("{\"query\": \"" + document + "\"}");
            assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("BAD_REQUEST");
        }
        assertThat(postRaw("{\"query\": \"{ stations(filter: {text: \\\"\\ud842\\udfb7\\\"}) { nodes { id } } }\"}")
                        .has("errors"))
                .isFalse();
    }

    private void assertRefused(Place place, String evil, JsonNode answer) {
        String what = evil + " " + answer;
        JsonNode result = answer(answer, place);
        if (evil.equals("half a pair") || place.isId()) {
            if (answer.has("errors")) {
                assertThat(answer.at("/errors/0/extensions/code").asString())
                        .as(what)
                        .isEqualTo("BAD_REQUEST");
                return;
            }
            assertThat(evil).as(what).isNotEqualTo("half a pair");
        }
        assertThat(answer.has("errors")).as(what).isFalse();
        String type = result.path("__typename").asString();
        if (CODES.contains(place.owner() + "." + place.field().getName()) || place.isId()) {
            assertThat(type)
                    .as(what)
                    .isIn(
                            "InvalidInput",
                            "SignInRefused",
                            "PhoneRefused",
                            "SignedOut",
                            "ArrivalCodeInvalid",
                            "NotFound");
            return;
        }
        assertThat(type).as(what).isEqualTo("InvalidInput");
        assertThat(problems(answer, place)).as(what).contains(place.reported());
    }

    private static JsonNode answer(JsonNode answer, Place place) {
        JsonNode result = answer.path("data").path(place.mutation().getName());
        return result.has("results") ? result.at("/results/0") : result;
    }

    private static List<String> problems(JsonNode answer, Place place) {
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        List<String> paths = new ArrayList<>();
        answer(answer, place)
                .path("problems")
                .forEach(problem -> paths.add(problem.path("path").asString()));
        return paths;
    }

    // the walk

    private Stream<Place> places() {
        return source.schema().getMutationType().getFieldDefinitions().stream().flatMap(mutation -> {
            GraphQLType input =
                    GraphQLTypeUtil.unwrapAll(mutation.getArgument("input").getType());
            return placesIn(mutation, (GraphQLInputObjectType) input, "");
        });
    }

    private static Stream<Place> placesIn(GraphQLFieldDefinition mutation, GraphQLInputObjectType type, String prefix) {
        return type.getFieldDefinitions().stream().flatMap(field -> {
            String path = prefix + field.getName() + (isList(field.getType()) ? "[0]" : "");
            GraphQLType named = GraphQLTypeUtil.unwrapAll(field.getType());
            if (named instanceof GraphQLInputObjectType nested) {
                return placesIn(mutation, nested, path + ".");
            }
            return Set.of("String", "ID").contains(nameOf(field.getType()))
                    ? Stream.of(new Place(mutation, type.getName(), field, path))
                    : Stream.empty();
        });
    }

    private JsonNode send(Place place, String text) {
        GraphQLInputObjectType type = (GraphQLInputObjectType)
                GraphQLTypeUtil.unwrapAll(place.mutation().getArgument("input").getType());
        String problems = "... on InvalidInput { problems { path } }";
        boolean saysWhat = GraphQLTypeUtil.unwrapAll(place.mutation().getType()) instanceof GraphQLUnionType union
                && union.getTypes().stream().anyMatch(member -> member.getName().equals("InvalidInput"));
        String document = "mutation($input: %s!) { %s(input: $input) { __typename %s } }"
                .formatted(
                        type.getName(),
                        place.mutation().getName(),
                        (saysWhat ? problems : "")
                                + (place.mutation().getName().equals("uploadCheckIns")
                                        ? " ... on CheckInsUploaded { results { __typename " + problems + " } }"
                                        : ""));
        return post(document, Map.of("input", input(type, place.path(), text)));
    }

    private Map<String, Object> input(GraphQLInputObjectType type, @Nullable String path, String text) {
        Map<String, Object> input = new LinkedHashMap<>();
        for (GraphQLInputObjectField field : type.getFieldDefinitions()) {
            String own = field.getName() + (isList(field.getType()) ? "[0]" : "");
            boolean here = path != null && (path.equals(own) || path.startsWith(own + "."));
            boolean needed = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
            if (!here && !needed) {
                continue;
            }
            Object value = here && path.equals(own)
                    ? text
                    : value(
                            type.getName() + "." + field.getName(),
                            field.getType(),
                            here ? path.substring(own.length() + 1) : null,
                            text);
            input.put(field.getName(), isList(field.getType()) ? List.of(value) : value);
        }
        if (type.getName().equals("CheckInInput") && input.containsKey("collectedBy")) {
            input.put("kind", "DEPARTURE");
            input.put("verifiedHow", "IDENTITY_CARD");
        }
        if (type.getName().equals("EscortInput") && path == null) {
            input.put("name", "王阿婆");
        }
        return input;
    }

    private Object value(String name, GraphQLInputType type, @Nullable String path, String text) {
        GraphQLType named = GraphQLTypeUtil.unwrapAll(type);
        if (named instanceof GraphQLInputObjectType nested) {
            return input(nested, path, text);
        }
        if (named instanceof GraphQLEnumType values) {
            return values.getValues().get(0).getName();
        }
        return switch (((GraphQLNamedType) named).getName()) {
            case "ID" -> id(name);
            case "String" -> sample(name);
            case "Int" -> 10;
            case "Boolean" -> true;
            case "UUID" -> UUID.randomUUID().toString();
            case "Date" -> LocalDate.now().minusYears(5).toString();
            case "DateTime" ->
                Instant.now()
                        .plus(2, ChronoUnit.DAYS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
            case "Decimal" -> "1.00";
            case "CurrencyCode" -> "CNY";
            default -> throw new AssertionError("no sample of " + named);
        };
    }

    private static String sample(String name) {
        String field = name.substring(name.indexOf('.') + 1);
        return switch (field) {
            case "phone" -> "13800000001";
            case "code", "priority" -> "FIRST_AID";
            case "rule" -> "FREQ=WEEKLY;COUNT=2";
            default -> "说明文字";
        };
    }

    private static String id(String name) {
        String field = name.substring(name.indexOf('.') + 1).replaceAll("Ids?$", "");
        String prefix = switch (field) {
            case "booking" -> "bkg";
            case "child" -> "chi";
            case "appeal" -> "apl";
            case "collector" -> "col";
            case "guardian" -> "per";
            case "session" -> "ses";
            case "event" -> "evt";
            case "service" -> "svc";
            case "station" -> "sta";
            case "bar" -> "bar";
            case "area" -> "are";
            case "round" -> "rnd";
            case "project" -> "prj";
            case "foundation" -> "fnd";
            case "incident" -> "inc";
            case "message" -> "msg";
            case "volunteer", "leader" -> "vol";
            case "shift" -> "shf";
            case "signUp" -> "sup";
            case "team" -> "tea";
            default -> throw new AssertionError("no prefix for " + name);
        };
        return new IdType(prefix).encode(IdType.next());
    }

    /** A text of a query: the document that takes it as {@code $text}. */
    private record QueryText(
            String name,
            String document,
            GraphQLArgument argument,
            @Nullable String field) {

        Map<String, Object> variables(String text) {
            return Map.of("a", field == null ? text : Map.of(field, text));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Stream<QueryText> textsOf(GraphQLFieldDefinition query, GraphQLArgument argument) {
        GraphQLSchema schema = source.schema();
        String selection = GraphQLTypeUtil.unwrapAll(query.getType()) instanceof GraphQLObjectType object
                        && object.getName().endsWith("Connection")
                ? "nodes { __typename }"
                : "__typename";
        String document = "query($a: %s) { %s(%s: $a) { %s } }"
                .formatted(
                        GraphQLTypeUtil.simplePrint(argument.getType()),
                        query.getName(),
                        argument.getName(),
                        selection);
        GraphQLType named = GraphQLTypeUtil.unwrapAll(argument.getType());
        if (named instanceof GraphQLInputObjectType filter) {
            return filter.getFieldDefinitions().stream()
                    .filter(field -> Set.of("String", "ID").contains(nameOf(field.getType())))
                    .map(field -> new QueryText(
                            query.getName() + " " + argument.getName() + "." + field.getName(),
                            document,
                            argument,
                            field.getName()));
        }
        return Set.of("String", "ID").contains(nameOf(argument.getType()))
                        && schema.getQueryType().getFieldDefinition(query.getName()) != null
                ? Stream.of(new QueryText(query.getName() + " " + argument.getName(), document, argument, null))
                : Stream.empty();
    }

    private static boolean isList(GraphQLInputType type) {
        return GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(type));
    }

    private static String nameOf(GraphQLType type) {
        return ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(type)).getName();
    }

    private JsonNode post(String document, Map<String, Object> variables) {
        return postRaw(JSON.writeValueAsString(Map.of("query", document, "variables", variables))
                .replace(HALF, "\\ud842"));
    }

    private JsonNode postRaw(String body) {
        return JSON.readTree(client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(caller()::authorize)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** Somebody who may do everything, so that the input is what is refused. */
    private TestPerson caller() {
        if (person == null) {
            person = people.ofEveryRole(stations.station().uuid());
        }
        return person;
    }

    private static Map<String, String> evil() {
        Map<String, String> evil = new LinkedHashMap<>();
        evil.put("half a pair", "小" + HALF);
        evil.put("NUL", "小\u0000满");
        evil.put("ESC", "小\u001B[31m满");
        evil.put("U+202E", "小\u202E满");
        evil.put("U+2066", "小\u2066满");
        evil.put("only U+200B", "\u200B");
        evil.put("only U+2060", "\u2060\u2060");
        evil.put("only U+3164", "\u3164\u3164");
        evil.put("only U+FEFF", "\uFEFF\uFEFF");
        evil.put("only U+00AD", "\u00AD\u00AD");
        evil.put("U+200B within", "小\u200B满");
        evil.put("4,001 characters", "长".repeat(4_001));
        return evil;
    }
}
