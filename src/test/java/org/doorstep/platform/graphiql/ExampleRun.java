package org.doorstep.platform.graphiql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs examples over HTTP as a client would: each as its persona, those that it uses before it, and each once. */
final class ExampleRun {

    private static final String SIGN_IN = """
            mutation SignInAsDemo($input: SignInAsDemoInput!) {
              signInAsDemo(input: $input) { ... on SignedIn { accessToken } ... on Refusal { code message } }
            }""";

    private final WebTestClient client;
    private final JsonMapper json;
    private final Map<String, Example> examples = new HashMap<>();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    ExampleRun(WebTestClient client, JsonMapper json, List<Example> all) {
        this.client = client;
        this.json = json;
        all.forEach(example -> examples.put(example.name(), example));
    }

    JsonNode answerOf(String name) {
        JsonNode known = answers.get(name);
        if (known != null) {
            return known;
        }
        Example example = examples.get(name);
        if (example == null) {
            throw new AssertionError("There is no example " + name);
        }
        JsonNode answer = send(example.query(), variablesOf(example), tokenOf(example.persona()));
        answers.put(name, answer);
        return answer;
    }

    /** The types of the schema that stand for a refusal. */
    List<String> refusals() {
        JsonNode types = send("{ __type(name: \"Refusal\") { possibleTypes { name } } }", json.createObjectNode(), "")
                .at("/data/__type/possibleTypes");
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.path("name").asString("")));
        return names;
    }

    private JsonNode variablesOf(Example example) {
        JsonNode variables = json.valueToTree(example.variables());
        example.fresh()
                .forEach(place ->
                        put(variables, place, json.valueToTree(UUID.randomUUID().toString())));
        for (Example.Use use : example.uses()) {
            JsonNode value = answerOf(use.from()).at(pointer(use.path()));
            if (value.isMissingNode() || value.isNull()) {
                throw new AssertionError("%s needs %s of %s, which answered %s"
                        .formatted(example.name(), use.path(), use.from(), answerOf(use.from())));
            }
            put(variables, use.variable(), value);
        }
        return variables;
    }

    private String tokenOf(String persona) {
        if (persona.equals(Example.ANONYMOUS)) {
            return "";
        }
        return tokens.computeIfAbsent(persona, name -> {
            JsonNode input = json.valueToTree(Map.of("input", Map.of("persona", name)));
            JsonNode answer = send(SIGN_IN, input, "");
            String token = answer.at("/data/signInAsDemo/accessToken").asString("");
            if (token.isEmpty()) {
                throw new AssertionError("Sign-in as %s: %s".formatted(name, answer));
            }
            return token;
        });
    }

    private JsonNode send(String query, JsonNode variables, String token) {
        byte[] body = client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (!token.isEmpty()) {
                        headers.setBearerAuth(token);
                    }
                })
                .bodyValue(Map.of("query", query, "variables", variables))
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return json.readTree(body);
    }

    private static void put(JsonNode variables, String place, JsonNode value) {
        String pointer = pointer(place);
        int last = pointer.lastIndexOf('/');
        JsonNode parent = variables.at(pointer.substring(0, last));
        String step = pointer.substring(last + 1);
        if (!parent.has(step) && !(parent.isArray() && parent.has(Integer.parseInt(step)))) {
            throw new AssertionError("The variables file has no place " + place);
        }
        if (parent instanceof ObjectNode object) {
            object.set(step, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(step), value);
        }
    }

    /** {@code nodes[0].id} → {@code /nodes/0/id} */
    private static String pointer(String path) {
        return "/" + path.replace("[", ".").replace("]", "").replace('.', '/');
    }
}
