package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The control of {@link DearestDocumentsTests}: with the limit lifted, documents of a few dozen fields, which
 * was their price before lists had sizes, are answered with a hundred thousand or do not end in time.
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

    private static final int LIMIT = 20_000;
    /** Lists that are empty for everybody lead nowhere. */
    private static final List<String> EMPTY = List.of(
            "signUps",
            "teams",
            "waitlist ",
            "roster",
            "incidents",
            "noShowAppeals",
            "staffingAlert",
            "presence",
            "attendanceCounts",
            "unreachableGuardians");

    private static final String FOUR_DEEP =
            "{ sessions(first: 1) { nodes { shifts { session { shifts { session { shifts {"
                    + " session { shifts { id startsAt } } } } } } } } } }";

    @Autowired
    private WebTestClient plain;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private GraphQlSource source;

    @BeforeAll
    void fill() {
        DocumentRun.fill(database);
    }

    @Test
    void by_the_prices_of_before_the_search_finds_answers_of_more_than_a_hundred_thousand_fields() {
        GraphQLSchema schema = source.schema();
        Cost cost = new Cost(schema);
        WebTestClient client = DocumentRun.client(plain, "nobody");
        Map<String, String> ids = DocumentRun.ids(client);
        ToLongFunction<String> size = document -> DocumentSearch.priced(schema, cost, document, Long.MAX_VALUE / 4);
        Stream<String> found = IntStream.range(0, 20)
                .mapToObj(seed ->
                        new DocumentSearch(schema, ids, Set.of("sessions"), seed, greedy(size), LIMIT, 60).next())
                .sorted(Comparator.comparingLong(size).reversed())
                .limit(5);

        assertThat(found.map(document -> DocumentRun.of(client, "nobody", document, null))
                        .anyMatch(run -> run.fields() > 5 * LIMIT
                                || run.codes().contains("UNAVAILABLE")
                                || run.codes().contains("TOO_EXPENSIVE")))
                .isTrue();
    }

    @Test
    void four_lists_in_each_other_do_not_end_in_time() {
        WebTestClient client = DocumentRun.client(plain, "nobody");

        assertThat(DocumentRun.of(client, "nobody", FOUR_DEEP, null).codes()).isIn("UNAVAILABLE", "TOO_EXPENSIVE");
        assertThat(DocumentRun.of(client, "nobody", "{ stations(first: 1) { nodes { id } } }", null)
                        .codes())
                .isEmpty();
    }

    /** A point a field, whatever list it stood in; of what may be added, only what makes the answer a good deal larger. */
    private static DocumentSearch.Price greedy(ToLongFunction<String> size) {
        long[] largest = {0};
        return document -> {
            long larger = size.applyAsLong(document);
            if (larger < largest[0] * 1.3 || EMPTY.stream().anyMatch(document::contains)) {
                return LIMIT + 1;
            }
            largest[0] = larger;
            return document.chars().filter(character -> character == ':').count();
        };
    }
}
