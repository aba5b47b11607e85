package org.doorstep.platform.graphiql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleTest {

    private static final String BOOK = """
            # 预约书法班 · Book the calligraphy class
            # persona: PARENT
            # uses: input.sessionId from upcoming-calligraphy.graphql data.sessions.nodes[0].id
            # uses: input.childIds[0] from my-children data.viewer.children[0].id
            # fresh: input.idempotencyKey
            mutation BookSession($input: BookSessionInput!) {
              # the whole family, or nobody
              bookSession(input: $input) { __typename }
            }
            """;

    @Test
    void the_comments_at_the_head_say_who_runs_it_and_with_what() {
        Example example = Example.parse("book-session", BOOK, Map.of());

        assertThat(example.title()).isEqualTo("预约书法班 · Book the calligraphy class");
        assertThat(example.persona()).isEqualTo("PARENT");
        assertThat(example.uses())
                .containsExactly(
                        new Example.Use("input.sessionId", "upcoming-calligraphy", "data.sessions.nodes[0].id"),
                        new Example.Use("input.childIds[0]", "my-children", "data.viewer.children[0].id"));
        assertThat(example.fresh()).containsExactly("input.idempotencyKey");
    }

    @Test
    void a_reader_sees_the_title_and_the_ordinary_comments_only() {
        assertThat(Example.parse("book-session", BOOK, Map.of()).query()).isEqualTo("""
                        # 预约书法班 · Book the calligraphy class
                        mutation BookSession($input: BookSessionInput!) {
                          # the whole family, or nobody
                          bookSession(input: $input) { __typename }
                        }""");
    }

    @Test
    void without_a_persona_it_is_for_anonymous() {
        assertThat(Example.parse("browse", "# 浏览 · Browse\n{ stations { nodes { id } } }", Map.of())
                        .persona())
                .isEqualTo("ANONYMOUS");
    }

    @Test
    void a_missing_title_and_an_unreadable_use_are_refused() {
        assertThatThrownBy(() -> Example.parse("browse", "{ stations { nodes { id } } }", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("browse: the first line is the title, as a comment");
        assertThatThrownBy(() -> Example.parse("browse", "# 浏览 · Browse\n# uses: id of another", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'uses: id of another' is not of the form 'variable from example data.path'");
    }
}
