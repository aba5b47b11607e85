package org.doorstep.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.identity.TestPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestFamilies.class})
class CollectorTests {

    private static final String ADD = """
            mutation($input: AddCollectorInput!) { addCollector(input: $input) { __typename
              ... on CollectorAdded { collector { id name phone relation validFrom validUntil barred } }
              ... on Refusal { code } } }
            """;
    private static final String BAR = """
            mutation($input: BarPersonInput!) { barPerson(input: $input) { __typename
              ... on PersonBarred { barredPerson { id name phone note } } ... on Refusal { code } } }
            """;
    private static final String LISTS = """
            { viewer { children { collectors { id name phone relation barred } barredPersons { id name phone note } } } }
            """;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestFamilies families;

    @Autowired
    DatabaseClient database;

    @Test
    void a_guardian_lists_a_collector_once_for_each_key() {
        TestFamily family = families.family(7);
        Map<String, Object> input = collector(family, "王阿婆", "138 0000 0001");

        String id = id(add(family, input), "addCollector.collector.id");
        assertThat(id(add(family, input), "addCollector.collector.id")).isEqualTo(id);

        family.api()
                .document(LISTS)
                .execute()
                .path("viewer.children[0].collectors")
                .entity(List.class)
                .isEqualTo(List.of(Map.of(
                        "id",
                        id,
                        "name",
                        "王阿婆",
                        "phone",
                        "138 0000 0001",
                        "relation",
                        "GRANDPARENT",
                        "barred",
                        false)));
    }

    @Test
    void names_and_phones_are_not_readable_in_the_tables() {
        TestFamily family = families.family(7);
        add(family, collector(family, "密文王阿婆", "13800000002"));
        bar(family, barred(family, "密文李某", "13800000003"));
        assertThat(count("""
                select count(*) from (
                    select name, phone from collector union all select name, phone from barred_person) t
                where position(convert_to('密文', 'UTF8') in name) > 0
                   or position(convert_to('1380000000', 'UTF8') in phone) > 0
                """)).isZero();
    }

    @Test
    void a_bar_holds_for_the_same_name_or_phone_until_it_is_lifted() {
        TestFamily family = families.family(7);
        String byName = id(add(family, collector(family, "李 某", "13800000004")), "addCollector.collector.id");
        String byPhone = id(add(family, collector(family, "李四", "+86 138-0000-0005")), "addCollector.collector.id");
        String other = id(add(family, collector(family, "王阿婆", "13800000006")), "addCollector.collector.id");

        String bar = id(bar(family, barred(family, "李某", "13800000005")), "barPerson.barredPerson.id");

        assertThat(barredFlags(family)).isEqualTo(Map.of(byName, true, byPhone, true, other, false));
        outcome(family, "liftBar", "LiftBarInput", Map.of("barId", bar)).isEqualTo("BarLifted");
        assertThat(barredFlags(family)).isEqualTo(Map.of(byName, false, byPhone, false, other, false));
        outcome(family, "liftBar", "LiftBarInput", Map.of("barId", bar)).isEqualTo("NotFound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "艾力·买买提",
                "艾力•买买提",
                "艾力‧买买提",
                "艾力⋅买买提",
                "艾力.买买提",
                "艾力．买买提",
                "艾力・买买提",
                "艾力买买提",
                "艾力 买买提",
                "艾力\u00A0买买提",
                "艾力\u3000买买提",
                "艾力-买买提",
                "艾力·買買提"
            })
    void a_bar_holds_however_the_name_is_written(String written) {
        TestFamily family = families.family(7);
        String listed = id(add(family, collector(family, written, "13800000021")), "addCollector.collector.id");
        bar(family, barred(family, "艾力·买买提", null));
        assertThat(barredFlags(family)).isEqualTo(Map.of(listed, true));

        TestFamily other = families.family(7);
        bar(other, barred(other, written, null));
        String late = id(add(other, collector(other, "艾力·买买提", "13800000022")), "addCollector.collector.id");
        String another = id(add(other, collector(other, "艾力·买合提", "13800000022")), "addCollector.collector.id");
        assertThat(barredFlags(other)).isEqualTo(Map.of(late, true, another, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+86 138-0000-0031",
                "008613800000031",
                "86 13800000031",
                "013800000031",
                "+86 (0)",
                "17951 13800000031"
            })
    void a_bar_holds_however_the_phone_is_written(String written) {
        TestFamily family = families.family(7);
        String phone = written.replace("(0)", "013800000031");
        String listed = id(add(family, collector(family, "王阿婆", phone)), "addCollector.collector.id");
        bar(family, barred(family, "李某", "138 0000 0031"));
        assertThat(barredFlags(family)).isEqualTo(Map.of(listed, true));
    }

    @Test
    void phones_are_compared_by_the_number_that_is_reached() {
        assertThat(Stream.of("+86 573-8501 2345", "0573 85012345", "００８６５７３８５０１２３４５", "573-8501-2345")
                        .map(PersonIndex::digits))
                .containsOnly("57385012345");
        assertThat(Stream.of("+44 20 7946 0000", "0044 2079460000").map(PersonIndex::digits))
                .containsOnly("442079460000");
        assertThat(PersonIndex.digits("8612345")).isEqualTo("8612345");
    }

    @Test
    void another_family_sees_and_changes_nothing() {
        TestFamily family = families.family(7);
        TestFamily other = families.family(7);
        String collector = id(add(family, collector(family, "王阿婆", "13800000007")), "addCollector.collector.id");
        String bar = id(bar(family, barred(family, "李某", null)), "barPerson.barredPerson.id");
        Object before = lists(family);

        add(other, collector(family, "坏人", "13900000000"))
                .path("addCollector.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        bar(other, barred(family, "王阿婆", null))
                .path("barPerson.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        outcome(other, "removeCollector", "RemoveCollectorInput", Map.of("collectorId", collector))
                .isEqualTo("NotFound");
        outcome(other, "liftBar", "LiftBarInput", Map.of("barId", bar)).isEqualTo("NotFound");

        assertThat(lists(family)).isEqualTo(before);
        assertThat(lists(other)).isEqualTo(List.of(Map.of("collectors", List.of(), "barredPersons", List.of())));
        tester.document(ADD)
                .variable("input", collector(family, "坏人", "13900000000"))
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "UNAUTHENTICATED"));
    }

    @Test
    void a_collector_that_was_removed_is_on_the_list_no_more() {
        TestFamily family = families.family(7);
        String id = id(add(family, collector(family, "王阿婆", "13800000008")), "addCollector.collector.id");
        outcome(family, "removeCollector", "RemoveCollectorInput", Map.of("collectorId", id))
                .isEqualTo("CollectorRemoved");
        outcome(family, "removeCollector", "RemoveCollectorInput", Map.of("collectorId", id))
                .isEqualTo("NotFound");
        assertThat(barredFlags(family)).isEmpty();
    }

    @Test
    void what_cannot_be_accepted_is_refused_and_nothing_is_listed() {
        TestFamily family = families.family(7);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("name", " "),
                Map.of("name", "长".repeat(41)),
                Map.of("phone", "call me"),
                Map.of("validFrom", "2030-01-02", "validUntil", "2030-01-01"))) {
            Map<String, Object> input = new HashMap<>(collector(family, "王阿婆", "13800000009"));
            input.putAll(wrong);
            add(family, input).path("addCollector.code").entity(String.class).isEqualTo("INVALID_INPUT");
        }
        assertThat(barredFlags(family)).isEmpty();
    }

    @Test
    void a_full_list_stays_full_when_two_devices_add_at_once() {
        TestFamily family = families.family(7);
        for (int i = 0; i < Collectors.MAX_OF_CHILD - 1; i++) {
            add(family, collector(family, "接送人" + i, "13800000010"));
        }
        List<String> outcomes = Flux.range(0, 2)
                .flatMap(
                        device -> Mono.fromCallable(() -> id(
                                        add(family, collector(family, "最后" + device, "13800000011")),
                                        "addCollector.__typename"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        2)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(outcomes).containsExactlyInAnyOrder("CollectorAdded", "CollectorListFull");
        assertThat(barredFlags(family)).hasSize(Collectors.MAX_OF_CHILD);
    }

    private static Map<String, Object> collector(TestFamily family, String name, String phone) {
        return Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "childId",
                family.child(),
                "name",
                name,
                "phone",
                phone,
                "relation",
                "GRANDPARENT");
    }

    private static Map<String, Object> barred(TestFamily family, String name, String phone) {
        Map<String, Object> input = new HashMap<>(
                Map.of("idempotencyKey", UUID.randomUUID(), "childId", family.child(), "name", name, "note", "法院判决"));
        input.put("phone", phone);
        return input;
    }

    private static GraphQlTester.Response add(TestFamily family, Map<String, Object> input) {
        return family.api().document(ADD).variable("input", input).execute();
    }

    private static GraphQlTester.Response bar(TestFamily family, Map<String, Object> input) {
        return family.api().document(BAR).variable("input", input).execute();
    }

    private static GraphQlTester.Entity<String, ?> outcome(
            TestFamily family, String mutation, String type, Map<String, Object> input) {
        return family.api()
                .document("mutation($input: %s!) { %s(input: $input) { __typename } }".formatted(type, mutation))
                .variable("input", input)
                .execute()
                .path(mutation + ".__typename")
                .entity(String.class);
    }

    private static Object lists(TestFamily family) {
        return family.api()
                .document(LISTS)
                .execute()
                .path("viewer.children")
                .entity(List.class)
                .get();
    }

    private static Map<String, Boolean> barredFlags(TestFamily family) {
        Map<String, Boolean> flags = new HashMap<>();
        family.api()
                .document(LISTS)
                .execute()
                .path("viewer.children[0].collectors")
                .entityList(Map.class)
                .get()
                .forEach(entry -> flags.put((String) entry.get("id"), (Boolean) entry.get("barred")));
        return flags;
    }

    private static String id(GraphQlTester.Response response, String path) {
        return response.path(path).entity(String.class).get();
    }

    private long count(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
