package org.doorstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class})
class ServiceMutationTests {

    private static final String ADD = """
            mutation($input: AddServiceInput!) { addService(input: $input) {
              __typename
              ... on ServiceAdded { service { id code name nameEn description basic position retired } }
              ... on InvalidInput { problems { path message } }
              ... on Refusal { code message } } }
            """;
    private static final String UPDATE = """
            mutation($input: UpdateServiceInput!) { updateService(input: $input) {
              __typename
              ... on ServiceUpdated { service { code name nameEn description basic position retired } }
              ... on InvalidInput { problems { path message } }
              ... on NotFound { id }
              ... on Refusal { code message } } }
            """;

    @Autowired
    TestStations stations;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseClient database;

    @Test
    void the_federation_adds_a_service() {
        Map<String, Object> service = add(federation(), input("HAND_SEWING", "手缝课"));

        assertThat(String.valueOf(service.remove("id"))).startsWith("svc_").hasSize(30);
        assertThat(service).isEqualTo(row("HAND_SEWING", "手缝课", "Sewing by hand", "每周一次", false, 7, false));
    }

    @Test
    void a_name_and_a_code_are_given_only_once() {
        add(federation(), input("PAPER_CUTTING", "剪纸课"));

        for (Map<String, Object> again :
                List.of(input("PAPER_CUTTING", "另一门课"), input("OTHER", "剪纸课"), input("OTHER", "剪 紙・課"))) {
            execute(federation(), ADD, again)
                    .path("addService.code")
                    .entity(String.class)
                    .isEqualTo("NAME_TAKEN")
                    .path("addService.message")
                    .entity(String.class)
                    .isEqualTo("已有同名或同代码的服务。");
        }
        assertThat(count("name in ('剪纸课', '另一门课') or code = 'OTHER'")).isEqualTo(1);
    }

    @Test
    void each_field_that_cannot_be_accepted_is_named_and_nothing_is_added() {
        execute(federation(), ADD, with(input("lower", "一"), "description", "长".repeat(1001)))
                .path("addService.problems[*].path")
                .entityList(String.class)
                .containsExactly("code", "name", "description")
                .path("addService.problems[1].message")
                .entity(String.class)
                .isEqualTo("长度应在 2 到 40 个字符之间。");
        assertThat(count("code = 'lower'")).isZero();
    }

    @Test
    void what_is_left_out_stays_and_null_removes_only_the_english_name() {
        String id = Objects.toString(add(federation(), input("TEA", "茶艺课")).get("id"));

        update(id, Map.of("position", 3))
                .path("updateService.service")
                .entity(Map.class)
                .isEqualTo(row("TEA", "茶艺课", "Sewing by hand", "每周一次", false, 3, false));
        update(id, with(new HashMap<>(), "nameEn", null))
                .path("updateService.service")
                .entity(Map.class)
                .isEqualTo(row("TEA", "茶艺课", null, "每周一次", false, 3, false));
        update(id, with(new HashMap<>(Map.of("basic", true)), "name", null))
                .path("updateService.problems[*].path")
                .entityList(String.class)
                .containsExactly("name");
        update(id, Map.of())
                .path("updateService.service.basic")
                .entity(Boolean.class)
                .isEqualTo(false);
    }

    @Test
    void a_service_is_retired_and_taken_back_into_use() {
        String id = Objects.toString(add(federation(), input("KNITTING", "编织课")).get("id"));
        for (boolean retired : new boolean[] {true, true, false}) {
            update(id, Map.of("retired", retired))
                    .path("updateService.service.retired")
                    .entity(Boolean.class)
                    .isEqualTo(retired);
        }
    }

    @Test
    void a_name_of_another_service_and_a_missing_service_are_refused() {
        add(federation(), input("CHESS", "棋艺课"));
        String id = Objects.toString(add(federation(), input("DRAWING", "绘画课")).get("id"));
        String missing = Service.ID.encode(IdType.next());

        update(id, Map.of("name", "棋艺课", "position", 1))
                .path("updateService.code")
                .entity(String.class)
                .isEqualTo("NAME_TAKEN");
        assertThat(count("code = 'DRAWING' and name = '绘画课' and position = 7")).isEqualTo(1);
        for (Map<String, Object> change : List.<Map<String, Object>>of(Map.of("position", 1), Map.of())) {
            update(missing, change)
                    .path("updateService.id")
                    .entity(String.class)
                    .isEqualTo(missing)
                    .path("updateService.code")
                    .entity(String.class)
                    .isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void station_staff_may_not_edit_the_catalogue_and_nobody_is_asked_to_sign_in() {
        Map<String, Object> input = input("FORBIDDEN_CODE", "不许加");
        fault(
                tester.mutate()
                        .headers(people.staffOf(stations.station().uuid())::authorize)
                        .build(),
                input,
                "FORBIDDEN");
        fault(tester, input, "UNAUTHENTICATED");
        assertThat(count("code = 'FORBIDDEN_CODE'")).isZero();
    }

    private static void fault(GraphQlTester tester, Map<String, Object> input, String code) {
        tester.document(ADD)
                .variable("input", input)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code)));
    }

    private TestPerson federation() {
        return people.federationOf(stations.station().city());
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> add(TestPerson person, Map<String, Object> input) {
        return new HashMap<>(execute(person, ADD, input)
                .path("addService.service")
                .entity(Map.class)
                .get());
    }

    private GraphQlTester.Response update(String id, Map<String, Object> changes) {
        return execute(people.admin(), UPDATE, with(new HashMap<>(changes), "serviceId", id));
    }

    private GraphQlTester.Response execute(TestPerson person, String document, Map<String, Object> input) {
        return tester.mutate()
                .headers(person::authorize)
                .build()
                .document(document)
                .variable("input", input)
                .execute();
    }

    private static Map<String, Object> input(String code, String name) {
        return new HashMap<>(Map.of(
                "code",
                code,
                "name",
                name,
                "nameEn",
                "Sewing by hand",
                "description",
                "每周一次",
                "basic",
                false,
                "position",
                7));
    }

    private static Map<String, Object> row(
            String code,
            String name,
            @Nullable Object nameEn,
            String description,
            boolean basic,
            int position,
            boolean retired) {
        Map<String, Object> row = new HashMap<>(
                Map.of("code", code, "name", name, "description", description, "basic", basic, "position", position));
        row.put("nameEn", nameEn);
        row.put("retired", retired);
        return row;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
        return map;
    }

    private int count(String condition) {
        return database.sql("select count(*)::int from service where " + condition)
                .mapValue(Integer.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
