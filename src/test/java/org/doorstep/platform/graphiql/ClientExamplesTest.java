package org.doorstep.platform.graphiql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.doorstep.SampleDataTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every operation of client-examples/operations, run against sample data of its own, which they change. */
@SampleDataTest
@TestPropertySource(properties = "doorstep.test=examples")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientExamplesTest {

    @Autowired
    WebTestClient client;

    @Autowired
    JsonMapper json;

    private ExampleRun run;
    private List<String> refusals;

    static Stream<String> examples() throws IOException {
        return new Examples(new JsonMapper()).all().stream().map(Example::name);
    }

    @BeforeAll
    void prepare() throws IOException {
        run = new ExampleRun(client, json, new Examples(json).all());
        refusals = run.refusals();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_answers_what_it_promises(String name) {
        JsonNode answer = run.answerOf(name);

        assertThat(answer.has("errors")).as("errors in %s", answer).isFalse();
        assertThat(answer.path("data").size()).as("fields in %s", answer).isPositive();
        answer.path("data").forEach(field -> {
            assertThat(field.isNull()).as("null field in %s", answer).isFalse();
            assertThat(refusals).doesNotContain(field.path("__typename").asString(""));
            if (field.has("nodes")) {
                assertThat(field.path("nodes").size()).as("nodes in %s", answer).isPositive();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_mutation_would_show_its_refusal(String name) throws IOException {
        Example example = new Examples(json)
                .all().stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst()
                        .orElseThrow();

        if (example.query().contains("\nmutation ")) {
            assertThat(example.query()).contains("__typename", "... on Refusal");
        }
    }

    @Test
    void the_schema_names_its_refusals() {
        assertThat(refusals).contains("NotFound", "InvalidInput");
    }
}
