package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The size of an answer, before it is written. */
class AnswerSizeTests {

    @Test
    void it_is_about_as_large_as_the_json() {
        Map<String, Object> answer = Map.of(
                "stations",
                Collections.nCopies(
                        100, Map.of("name", "松枫社区妇儿驿站", "introduction", "介".repeat(2000), "code", "abc😀")));
        long written = new JsonMapper().writeValueAsString(answer).getBytes(StandardCharsets.UTF_8).length;

        assertThat(AnswerSize.of(answer, Long.MAX_VALUE)).isBetween(written, written * 11 / 10);
    }

    /** One text in memory is many in the answer. */
    @Test
    void it_is_counted_no_further_than_needed() {
        List<Object> list = List.of("x".repeat(1000));
        for (int i = 0; i < 60; i++) {
            list = List.of(list, list);
        }
        assertThat(AnswerSize.of(list, 1_000_000)).isBetween(1_000_001L, 1_010_000L);
    }
}
