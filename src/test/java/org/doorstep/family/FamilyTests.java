package org.doorstep.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import(TestPeople.class)
class FamilyTests {

    private static final String ADD = """
            mutation($input: AddChildInput!) {
              addChild(input: $input) {
                __typename
                ... on ChildAdded { child { id nickname birthDate notes consents { purpose version } } }
                ... on InvalidInput { problems { path message } }
                ... on Refusal { code }
              }
            }
            """;

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TransactionalOperator transactions;

    private TestPerson guardian;
    private HttpGraphQlTester parent;

    @BeforeEach
    void signIn() {
        guardian = people.guardian();
        parent = as(guardian);
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    @Test
    void a_child_is_added_with_its_consents() {
        add(Map.of("notes", "对花生过敏", "consents", List.of(Map.of("purpose", "CHILD_DATA", "version", 1))))
                .path("addChild.child.nickname")
                .entity(String.class)
                .isEqualTo("小满")
                .path("addChild.child.birthDate")
                .entity(String.class)
                .isEqualTo("2018-05-20")
                .path("addChild.child.notes")
                .entity(String.class)
                .isEqualTo("对花生过敏")
                .path("addChild.child.consents[*].purpose")
                .entityList(String.class)
                .containsExactly("CHILD_DATA");
        assertThat(children(parent)).hasSize(1);
    }

    @Test
    void what_identifies_a_child_is_encrypted_at_rest() {
        String child = id(add(Map.of("nickname", "石榴籽", "notes", "对芒果过敏")));

        byte[] stored = database.sql("select nickname || notes from child where id = :id")
                .bind("id", Child.ID.decode(child))
                .mapValue(byte[].class)
                .one()
                .block();

        assertThat(new String(stored, StandardCharsets.UTF_8))
                .doesNotContain("石榴籽")
                .doesNotContain("芒果");
    }

    @Test
    void the_same_key_adds_one_child() {
        Map<String, Object> key = Map.of("idempotencyKey", UUID.randomUUID());

        assertThat(id(add(key))).isEqualTo(id(add(key)));

        assertThat(children(parent)).hasSize(1);
        refused(add(Map.of("idempotencyKey", key.get("idempotencyKey"), "nickname", "豆豆")), "IDEMPOTENCY_KEY_REUSED");
        assertThat(children(parent)).hasSize(1);
    }

    @Test
    void two_first_children_at_once_are_one_family() {
        Flux.range(0, 8)
                .flatMap(i -> Mono.fromCallable(() -> id(add(Map.of()))).subscribeOn(Schedulers.boundedElastic()), 8)
                .blockLast();

        assertThat(children(parent)).hasSize(8);
    }

    @Test
    void bad_input_names_its_fields_and_adds_nothing() {
        add(Map.of("nickname", " ", "birthDate", "2999-01-01"))
                .path("addChild.problems[*].path")
                .entityList(String.class)
                .containsExactly("nickname", "birthDate");
        add(Map.of("consents", List.of(Map.of("purpose", "CHILD_DATA", "version", 7))))
                .path("addChild.problems[*].message")
                .entityList(String.class)
                .containsExactly("同意书的版本不是现行版本，请阅读后重新确认。");
        assertThat(children(parent)).isEmpty();
    }

    @Test
    void a_family_has_at_most_twenty_children() {
        for (int i = 0; i < 20; i++) {
            id(add(Map.of()));
        }

        refused(add(Map.of()), "TOO_MANY_CHILDREN");

        assertThat(children(parent)).hasSize(20);
    }

    @Test
    void only_what_is_said_is_changed() {
        String child = id(add(Map.of("notes", "对花生过敏")));

        update(child, Map.of("nickname", "满满"))
                .path("updateChild.child.nickname")
                .entity(String.class)
                .isEqualTo("满满")
                .path("updateChild.child.notes")
                .entity(String.class)
                .isEqualTo("对花生过敏");
        Map<String, Object> noNotes = new HashMap<>();
        noNotes.put("notes", null);
        update(child, noNotes).path("updateChild.child.notes").valueIsNull();
    }

    @Test
    void another_family_sees_and_changes_nothing() {
        String child = id(add(Map.of()));
        HttpGraphQlTester other = as(people.guardian());

        other.document(
                        "mutation($id: ID!) { updateChild(input: {childId: $id, nickname: \"x\"}) { ... on Refusal { code } } }")
                .variable("id", child)
                .execute()
                .path("updateChild.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        for (HttpGraphQlTester stranger : List.of(other, tester, as(people.admin()))) {
            stranger.document("query($id: ID!) { node(id: $id) { ... on Child { nickname } } }")
                    .variable("id", child)
                    .execute()
                    .path("node")
                    .valueIsNull();
        }
        parent.document("query($id: ID!) { node(id: $id) { ... on Child { nickname } } }")
                .variable("id", child)
                .execute()
                .path("node.nickname")
                .entity(String.class)
                .isEqualTo("小满");
    }

    @Test
    void a_consent_is_given_withdrawn_and_given_again() {
        String child = id(add(Map.of()));
        assertThat(consents(child)).isEmpty();

        give(child, 1).path("giveConsent.consent.version").entity(Integer.class).isEqualTo(1);
        give(child, 1).path("giveConsent.consent.version").entity(Integer.class).isEqualTo(1);
        assertThat(consents(child)).containsExactly("PHOTOGRAPHS");
        withdraw(child).path("withdrawConsent.consent.withdrawnAt").hasValue();
        assertThat(consents(child)).isEmpty();
        withdraw(child).path("withdrawConsent.code").entity(String.class).isEqualTo("NOT_FOUND");
        give(child, 2).path("giveConsent.currentVersion").entity(Integer.class).isEqualTo(1);
        assertThat(consents(child)).isEmpty();
    }

    /** The one that waits has the earlier clock, and ends what was given after it. */
    @Test
    void of_two_guardians_devices_that_consent_at_once_both_are_answered() {
        String child = id(add(Map.of()));
        CompletableFuture<GraphQlTester.Response> answer = new CompletableFuture<>();

        transactions
                .transactional(database.sql("select from person where id = :id for no key update")
                        .bind("id", guardian.personId())
                        .then()
                        .then(Mono.fromRunnable(
                                () -> answer.completeAsync(() -> give(child, 1), ForkJoinPool.commonPool())))
                        .then(somebodyWaits())
                        .then(database.sql("""
                                        insert into consent (id, child_id, purpose, version, given_by, given_at)
                                        values (gen_random_uuid(), :child, 'PHOTOGRAPHS', 1, :id, clock_timestamp())
                                        """)
                                .bind("child", Child.ID.decode(child))
                                .bind("id", guardian.personId())
                                .then()))
                .block(Duration.ofMinutes(1));

        answer.join().path("giveConsent.consent.version").entity(Integer.class).isEqualTo(1);
        assertThat(consents(child)).containsExactly("PHOTOGRAPHS");
    }

    /** Completes when a statement of this database waits for a lock. */
    private Mono<Void> somebodyWaits() {
        return database.sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """)
                .mapValue(Boolean.class)
                .one()
                .repeat()
                .takeUntil(Boolean::booleanValue)
                .then();
    }

    @Test
    void the_texts_to_consent_to_are_open_to_everyone() {
        tester.document("{ consentPolicies { purpose version title } }")
                .execute()
                .path("consentPolicies[*].purpose")
                .entityList(String.class)
                .containsExactly("CHILD_DATA", "PHOTOGRAPHS", "MEDICAL_CARE", "ONLINE_SESSION", "LEAVES_ALONE");
    }

    private GraphQlTester.Response add(Map<String, Object> more) {
        Map<String, Object> input =
                new HashMap<>(Map.of("idempotencyKey", UUID.randomUUID(), "nickname", "小满", "birthDate", "2018-05-20"));
        input.putAll(more);
        return parent.document(ADD).variable("input", input).execute();
    }

    private GraphQlTester.Response update(String child, Map<String, Object> changes) {
        Map<String, Object> input = new HashMap<>(changes);
        input.put("childId", child);
        return parent.document(
                        "mutation($input: UpdateChildInput!) { updateChild(input: $input) { ... on ChildUpdated { child { nickname notes } } } }")
                .variable("input", input)
                .execute();
    }

    private GraphQlTester.Response give(String child, int version) {
        return parent.document("""
                        mutation($id: ID!, $version: Int!) {
                          giveConsent(input: {childId: $id, consent: {purpose: PHOTOGRAPHS, version: $version}}) {
                            ... on ConsentGiven { consent { version } }
                            ... on ConsentOutdated { currentVersion }
                          }
                        }
                        """)
                .variable("id", child)
                .variable("version", version)
                .execute();
    }

    private GraphQlTester.Response withdraw(String child) {
        return parent.document("""
                        mutation($id: ID!) {
                          withdrawConsent(input: {childId: $id, purpose: PHOTOGRAPHS}) {
                            ... on ConsentWithdrawn { consent { withdrawnAt } }
                            ... on Refusal { code }
                          }
                        }
                        """).variable("id", child).execute();
    }

    private List<String> consents(String child) {
        return parent.document("query($id: ID!) { node(id: $id) { ... on Child { consents { purpose } } } }")
                .variable("id", child)
                .execute()
                .path("node.consents[*].purpose")
                .entityList(String.class)
                .get();
    }

    private static List<String> children(HttpGraphQlTester api) {
        return api.document("{ viewer { children { id } } }")
                .execute()
                .path("viewer.children[*].id")
                .entityList(String.class)
                .get();
    }

    private static String id(GraphQlTester.Response response) {
        return response.path("addChild.child.id").entity(String.class).get();
    }

    private static void refused(GraphQlTester.Response response, String code) {
        response.path("addChild.code").entity(String.class).isEqualTo(code);
    }
}
