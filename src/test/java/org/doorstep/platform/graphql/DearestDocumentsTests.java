package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The dearest documents that are accepted, found by a search for each kind of person, over lists and texts as long as they
 * may be: each ends before the deadline, which is two seconds here, and answers with no more fields than it paid for. The
 * figures are written to {@code target/dearest-documents.md}; docs/security.md shows some.
 */
@DoorstepTest(
        properties = {
            "doorstep.sample-data=true",
            "doorstep.db.role=doorstep_server",
            "doorstep.limits.deadline=2s",
        })
@Import(StatementCount.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DearestDocumentsTests {

    private static final int OF_EACH = 8;
    private static final int DEAREST = 20;
    private static final int LIMIT = 20_000;
    private static final int MAX_FIELDS = 250;
    private static final int BYTES_OF_A_POINT = 300;
    private static final int MAX_STATEMENTS = 300;

    @Autowired
    private WebTestClient plain;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private GraphQlSource source;

    @Autowired
    private StatementCount statements;

    /** What the weights of the schema rest on: who asks, and for what. */
    private static final List<List<String>> WEIGHED = List.of(
            List.of(
                    "nobody",
                    "{ sessions(first: 100) { nodes { id startsAt endsAt state capacity room carers seatsLeft waitlistLength } } }"),
            List.of("nobody", "{ events(first: 100) { nodes { description } } }"),
            List.of("nobody", "{ sessions(first: 1) { totalCount } }"),
            List.of(
                    "nobody",
                    "{ stations(first: 1, filter: {near: {point: {latitude: 30.7, longitude: 121.0}}}) { nodes { id } } }"),
            List.of("nobody", "{ events(first: 1, filter: {text: \"长长\"}) { nodes { id } } }"),
            List.of("nobody", "{ projects(first: 1) { nodes { outcomes { total { sessionsHeld } } } } }"),
            List.of("nobody", "{ projects(first: 5) { nodes { outcomes { total { sessionsHeld } } } } }"),
            List.of("ADMIN", "{ sessions(first: 20) { nodes { roster(first: 1) { nodes { bookingId } } } } }"),
            List.of("PARENT", "{ viewer { children { accessLog { at } } } }"),
            List.of("PARENT", "{ viewer { dataCopy { complete document } } }"),
            List.of(
                    "ADMIN",
                    "{ verifyAudit(from: \"2020-01-01T00:00:00+08:00\", until: \"2040-01-01T00:00:00+08:00\") { checked } }"));

    private final Map<String, WebTestClient> clients = new HashMap<>();
    private Map<String, String> ids = Map.of();
    private final List<DocumentRun> runs = new ArrayList<>();

    @BeforeAll
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void search() throws IOException {
        DocumentRun.fill(database);
        Cost cost = new Cost(source.schema());
        ids = DocumentRun.ids(plain);
        for (String persona : DocumentRun.PERSONAS) {
            clients.put(persona, DocumentRun.client(plain, persona));
            DocumentSearch search = new DocumentSearch(
                    source.schema(),
                    ids,
                    DocumentRun.roots(clients.get(persona), ids),
                    persona.hashCode(),
                    document -> DocumentSearch.priced(source.schema(), cost, document, LIMIT),
                    LIMIT,
                    MAX_FIELDS);
            for (int i = 0; i < OF_EACH; i++) {
                runs.add(run(persona, search.next()));
            }
        }
        runs.sort(Comparator.comparingLong(DocumentRun::millis).reversed());
        List<DocumentRun> weighed = WEIGHED.stream().map(this::weighed).toList();
        Files.writeString(
                Path.of("target", "dearest-documents.md"),
                Stream.concat(runs.stream(), weighed.stream())
                        .map(run -> "| %s | %,d | %,d | %,d | %d | %d | %s | `%s` |%n"
                                .formatted(
                                        run.persona(),
                                        run.cost(),
                                        run.fields(),
                                        run.bytes(),
                                        run.statements(),
                                        run.millis(),
                                        run.codes(),
                                        run.document()))
                        .collect(Collectors.joining(
                                "",
                                "| who | cost | fields | bytes | statements | ms | errors | document |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                                "")));
    }

    /** Those found, and some that an attacker would write. */
    Stream<DocumentRun> dearest() {
        String widest = IntStream.range(0, 490)
                .mapToObj(i -> "a" + i + ": session(id: \"" + ids.get("session") + "\") { id } ")
                .collect(Collectors.joining("", "{ ", "}"));
        String deepest = "{ sessions(first: 1) { nodes { shifts(first: 8) { session { shifts(first: 8) { session {"
                + " shifts(first: 8) { session { shifts(first: 8) { id } } } } } } } } } }";
        String texts = "{ events(first: 100) { nodes { description a: description b: description } } }";
        return Stream.concat(
                runs.stream().limit(DEAREST),
                Stream.of(widest, deepest, texts).map(document -> run("nobody", document)));
    }

    @Test
    void no_list_is_longer_than_declared() {
        DocumentRun run = run("nobody", "{ stations(first: 1) { nodes { facilities { name } } } }");

        assertThat(run.fields()).isEqualTo(1 + 1 + 1 + 50);
    }

    /** The best of three: another program on the machine may hold up one, but not all of them. */
    @ParameterizedTest
    @MethodSource("dearest")
    void the_dearest_documents_end_before_the_deadline(DocumentRun dear) {
        List<DocumentRun> tries = new ArrayList<>();
        do {
            tries.add(run(dear.persona(), dear.document()));
        } while (tries.size() < 3 && tries.get(tries.size() - 1).codes().contains("UNAVAILABLE"));

        assertThat(tries.get(tries.size() - 1).codes())
                .as(tries.toString())
                .doesNotContain("UNAVAILABLE", "TOO_EXPENSIVE", "INTERNAL");
    }

    @Test
    void the_search_finds_documents_that_cost_nearly_all_that_they_may() {
        assertThat(runs).hasSizeGreaterThanOrEqualTo(DEAREST);
        assertThat(runs.stream().filter(run -> run.cost() > LIMIT * 0.9).count())
                .isGreaterThan(DEAREST);
        assertThat(runs.stream().mapToInt(DocumentRun::fields).max().orElse(0)).isGreaterThan(LIMIT / 4);
    }

    @Test
    void an_answer_has_no_more_fields_bytes_and_statements_than_its_price_says() {
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.codes()).doesNotContain("INTERNAL");
            assertThat(run.fields()).isLessThanOrEqualTo(run.cost());
            assertThat(run.bytes()).isLessThanOrEqualTo(1000 + BYTES_OF_A_POINT * run.cost());
            assertThat(run.statements()).isLessThanOrEqualTo(MAX_STATEMENTS);
        });
    }

    /** The median of nine. */
    private DocumentRun weighed(List<String> document) {
        return IntStream.range(0, 9)
                .mapToObj(i -> run(document.get(0), document.get(1)))
                .sorted(Comparator.comparingLong(DocumentRun::millis))
                .toList()
                .get(4);
    }

    private DocumentRun run(String persona, String document) {
        return DocumentRun.of(Objects.requireNonNull(clients.get(persona)), persona, document, statements);
    }
}
