package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of README.md, run one after the other in one shell, and the answers that it shows. */
@SampleDataTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile(
            "^```sh\\n(.*?)^```\\n(?:\\s*^```json\\n(.*?)^```\\n)?", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String END = "--- end of block ---";
    private static final String ANYTHING = "…";

    /** Commands, and the answer that follows them. */
    record Block(String commands, @Nullable String answer) {

        @Override
        public String toString() {
            return commands.lines().findFirst().orElse("");
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    JsonMapper json;

    private List<String> answers = List.of();

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    static Stream<Block> answeredBlocks() throws IOException {
        return blocks().stream().filter(block -> block.answer() != null);
    }

    @BeforeAll
    void run_the_commands(@TempDir Path folder) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (Block block : blocks()) {
            script.append(block.commands().replace("localhost:8080", "localhost:" + port))
                    .append("echo '")
                    .append(END)
                    .append("'\n");
        }
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process shell = new ProcessBuilder("bash", "-c", script.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).as("the shell ends").isTrue();
        assertThat(shell.exitValue()).as(Files.readString(errors)).isZero();
        answers = List.of(Files.readString(output).split(END + "\n", -1));
    }

    @ParameterizedTest
    @MethodSource("answeredBlocks")
    void the_answer_is_the_one_shown(Block block) throws IOException {
        String answer = answers.get(blocks().indexOf(block));

        assertThat(difference("$", json.readTree(block.answer()), json.readTree(answer)))
                .as(answer)
                .isNull();
    }

    @Test
    void the_walk_through_is_there() throws IOException {
        assertThat(answeredBlocks().count()).isGreaterThanOrEqualTo(6);
        assertThat(Files.readString(Path.of("README.md")))
                .contains("SessionBooked", "SessionFull", "BookingCancelled")
                .doesNotContain("eyJ");
    }

    /** The control: the comparison tells answers apart. */
    @Test
    void another_answer_is_noticed() {
        Map<String, Boolean> same = Map.of(
                "{\"a\": \"x…\"}", true,
                "{\"a\": \"…\"}", true,
                "{\"a\": \"y…\"}", false,
                "{\"a\": \"x\"}", false,
                "{\"b\": \"…\"}", false,
                "{\"a\": \"…\", \"b\": 1}", false,
                "{\"a\": [\"…\"]}", false);

        same.forEach((shown, expected) -> assertThat(
                        difference("$", json.readTree(shown), json.readTree("{\"a\":\"xyz\"}")) == null)
                .as(shown)
                .isEqualTo(expected));
    }

    private static Set<String> names(JsonNode object) {
        return Set.copyOf(object.propertyNames());
    }

    /** Where the answer differs from the one shown, in which {@code …} stands for anything. */
    private static @Nullable String difference(String place, JsonNode shown, JsonNode answer) {
        if (shown.isString() && shown.asString().equals(ANYTHING)) {
            return null;
        }
        if (shown.isObject() && answer.isObject() && names(shown).equals(names(answer))) {
            return shown.properties().stream()
                    .map(field ->
                            difference(place + "." + field.getKey(), field.getValue(), answer.path(field.getKey())))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        }
        if (shown.isArray() && answer.isArray() && shown.size() == answer.size()) {
            for (int i = 0; i < shown.size(); i++) {
                String found = difference(place + "[" + i + "]", shown.path(i), answer.path(i));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        boolean same = shown.isString() && answer.isString()
                ? answer.asString()
                        .matches(Stream.of(shown.asString().split(ANYTHING, -1))
                                .map(Pattern::quote)
                                .reduce((left, right) -> left + ".*" + right)
                                .orElseThrow())
                : shown.equals(answer);
        return same ? null : "%s is %s, not %s".formatted(place, answer, shown);
    }
}
