package org.doorstep.platform.graphiql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.doorstep.SampleDataTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** GraphiQL as a person meets it. Runs wherever Chromium and its driver are installed. */
@ExtendWith(Chromium.Needed.class)
@SampleDataTest
@Import(Ticks.class)
class GraphiQlBrowserTest {

    private static final String RUN = ".graphiql-execute-button";
    private static final String RESULT = ".graphiql-response .CodeMirror";

    /** What GraphiQL renders, which is not ours. */
    private static final String GRAPHIQL = ".graphiql-container";

    private static final String EDITOR = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror";

    @LocalServerPort
    int port;

    private Chromium browser;

    @BeforeEach
    void open() throws IOException {
        browser = new Chromium();
        browser.open(address() + "/graphiql");
        browser.find("body[data-ready=true]");
    }

    @AfterEach
    void close() throws IOException {
        try {
            assertThat(browser.requestedAddresses()).isNotEmpty().allMatch(asked -> asked.startsWith(address() + "/"));
            assertThat(browser.complaints()).isEmpty();
        } finally {
            browser.close();
        }
    }

    @Test
    void an_example_is_open_and_runs() throws IOException {
        assertThat(browser.textOf(".graphiql-query-editor")).contains("BrowseStations");
        assertThat(browser.textOf(".graphiql-editor-tool")).contains("\"first\": 5");
        assertThat(browser.textOf(".graphiql-tabs")).contains("BrowseStations", "SessionDetails");

        browser.find(RUN).click();

        browser.waitForText(RESULT, "\"name\": ");
        assertThat(browser.textOf(RESULT)).contains("\"stations\"").doesNotContain("errors");
        browser.screenshot(Path.of("target/screenshots/graphiql.png"));
    }

    @Test
    void one_click_makes_the_visitor_a_parent_whose_token_is_only_in_memory() throws IOException {
        browser.find("button[data-persona=PARENT]").click();
        browser.waitForText("#status", "家长 Parent");
        type("MyRoles", "query MyRoles { viewer { roles { role } } }");

        browser.find(RUN).click();

        browser.waitForText(RESULT, "GUARDIAN");
        assertThat(browser.run("return localStorage.length + sessionStorage.length + document.cookie.length"))
                .isEqualTo(0L);
        browser.screenshot(Path.of("target/screenshots/graphiql-parent.png"));
    }

    @Test
    void anonymous_again_is_nobody() {
        browser.find("button[data-persona=PARENT]").click();
        browser.waitForText("#status", "家长 Parent");
        browser.find("button[data-persona=ANONYMOUS]").click();
        browser.waitForText("#status", "匿名 Anonymous");
        type("MyId", "query MyId { viewer { id } }");

        browser.find(RUN).click();

        browser.waitForText(RESULT, "\"viewer\": null");
    }

    @Test
    void a_subscription_delivers_until_it_is_stopped() {
        browser.find("button[data-persona=PARENT]").click();
        browser.waitForText("#status", "家长 Parent");
        type("Ticks", "subscription Ticks { ticks }");

        browser.find(RUN).click();

        browser.waitForText(RESULT, "\"ticks\": 3");
        browser.find(RUN + "[aria-label^=Stop]").click();
        browser.find(RUN + "[aria-label^=Execute]");
    }

    @Test
    void on_a_phone_the_answer_stands_under_the_editor() throws IOException {
        browser.resize(390, 844);
        browser.find(RUN).click();
        browser.waitForText(RESULT, "\"name\": ");
        browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", ".graphiql-response");
        browser.screenshot(Path.of("target/screenshots/graphiql-phone.png"));

        List<?> boxes = (List<?>) browser.run("""
                const [editor, answer] = ['.graphiql-query-editor', '.graphiql-response']
                    .map(css => document.querySelector(css).getBoundingClientRect())
                return [editor.width, editor.height, answer.width, answer.height, answer.top - editor.bottom,
                    document.documentElement.scrollWidth].map(Math.round)
                """);
        assertThat(boxes).hasSize(6);
        assertThat(number(boxes, 0)).as("width of the editor").isBetween(280L, 390L);
        assertThat(number(boxes, 1)).as("height of the editor").isGreaterThan(200);
        assertThat(number(boxes, 2)).as("width of the answer").isBetween(280L, 390L);
        assertThat(number(boxes, 3)).as("height of the answer").isGreaterThan(400);
        assertThat(number(boxes, 4)).as("from the editor down to the answer").isNotNegative();
        assertThat(number(boxes, 5)).as("width of the page").isEqualTo(390);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void nothing_of_ours_keeps_anyone_from_using_the_page(int width) {
        browser.resize(width, 844);
        browser.find("button[data-persona=PARENT]").click();
        browser.waitForText("#status", "家长 Parent");

        assertThat(browser.barriersWithout(GRAPHIQL)).isEmpty();
    }

    @Test
    void a_barrier_of_ours_would_be_found() {
        browser.run("document.querySelector('.examples span').remove()");

        assertThat(browser.barriersWithout(GRAPHIQL)).containsExactly("select-name [#examples]");
    }

    private static long number(List<?> values, int index) {
        return ((Number) values.get(index)).longValue();
    }

    @Test
    void the_policy_stops_a_request_to_another_host() {
        Object outcome = browser.run(
                "return fetch('http://localhost:' + arguments[0]).then(() => 'sent', () => 'stopped')", port);

        assertThat(outcome).isEqualTo("stopped");
        assertThat(browser.complaints()).hasSize(2).anyMatch(found -> found.contains("Content Security Policy"));
    }

    /** Replaces the document of the open tab, and waits until GraphiQL has read it. */
    private void type(String operation, String document) {
        browser.run(EDITOR + ".setValue(arguments[0])", document);
        await("GraphiQL has read " + operation)
                .until(() -> browser.run("return %s.operationName".formatted(EDITOR)), operation::equals);
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }
}
