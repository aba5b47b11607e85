package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The control of {@link DearestDocumentsTests}: with the limit lifted, the four lists that cost 10 points before
 * lists had sizes are ended by the deadline or by the size of the answer.
 */
@DoorstepTest(
        properties = {
            "doorstep.sample-data=true",
            "doorstep.db.role=doorstep_server",
            "doorstep.limits.deadline=2s",
            "doorstep.limits.cost=1000000000000",
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnpricedDocumentsTests {

    private static final String FOUR_DEEP =
            "{ sessions(first: 1) { nodes { shifts { session { shifts { session { shifts {"
                    + " session { shifts { id startsAt } } } } } } } } } }";

    @Autowired
    private WebTestClient plain;

    @Autowired
    private DatabaseClient database;

    @BeforeAll
    void fill() {
        DocumentRun.fill(database);
    }

    @Test
    void four_lists_in_each_other_do_not_end_in_time() {
        WebTestClient client = DocumentRun.client(plain, "nobody");

        assertThat(DocumentRun.of(client, "nobody", FOUR_DEEP, null).codes()).isIn("UNAVAILABLE", "TOO_EXPENSIVE");
        assertThat(DocumentRun.of(client, "nobody", "{ stations(first: 1) { nodes { id } } }", null)
                        .codes())
                .isEmpty();
    }
}
