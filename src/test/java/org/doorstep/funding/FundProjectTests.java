package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.funding.TestFunding.TestProject;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.Area;
import org.doorstep.station.Station;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFunding.class})
class FundProjectTests {

    private static final String CREATE = """
            mutation($input: CreateProjectInput!) { result: createProject(input: $input) {
              __typename
              ... on Refusal { code message }
              ... on NotFound { id }
              ... on InvalidInput { problems { path } }
              ... on ProjectCreated { project { id publishedAt stations { id }
                budget { name amount { amount currency } } } }
            } }
            """;
    private static final String AWARD = """
            mutation($input: AwardGrantInput!) { result: awardGrant(input: $input) {
              __typename
              ... on Refusal { code message }
              ... on NotFound { id }
              ... on InvalidInput { problems { path } }
              ... on GrantAwarded { grant { id amount { amount } foundation { id } } }
            } }
            """;
    private static final String LINK = """
            mutation($input: LinkEventsInput!) { result: linkEvents(input: $input) {
              __typename ... on NotFound { id } ... on EventsLinked { project { eventIds } }
            } }
            """;
    private static final String ASSIGN = """
            mutation($input: AssignStationsInput!) { result: assignStations(input: $input) {
              __typename ... on NotFound { id } ... on InvalidInput { problems { path } }
              ... on StationsAssigned { project { stations { id } } }
            } }
            """;
    private static final String PUBLISH = """
            mutation($input: PublishProjectInput!) { result: publishProject(input: $input) {
              __typename ... on ProjectPublished { project { publishedAt } }
            } }
            """;

    @Autowired
    private TestFunding funding;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private HttpGraphQlTester anonymous;

    private TestStation station;
    private GraphQlTester federation;

    @BeforeEach
    void makeFederation() {
        station = stations.station();
        federation = as(people.federationOf(station.city()));
    }

    @Test
    void a_project_is_created_once_with_its_stations_and_budget() {
        Map<String, Object> input = project();

        GraphQlTester.Response response = run(federation, CREATE, input);

        response.path("result.project.stations[*].id").entityList(String.class).containsExactly(station.id());
        response.path("result.project.budget[*].amount.amount")
                .entityList(String.class)
                .containsExactly("30000.50", "8000.00");
        response.path("result.project.publishedAt").valueIsNull();
        String id = response.path("result.project.id").entity(String.class).get();
        run(federation, CREATE, input)
                .path("result.project.id")
                .entity(String.class)
                .isEqualTo(id);

        input.put("title", "另一个项目");
        type(run(federation, CREATE, input)).isEqualTo("IdempotencyKeyReused");
    }

    @Test
    void a_project_of_another_county_or_at_a_station_of_one_is_refused() {
        TestStation other = stations.station();
        Map<String, Object> elsewhere = project();
        elsewhere.put("areaId", Area.ID.encode(other.city()));
        type(run(federation, CREATE, elsewhere)).isEqualTo("NotFound");

        Map<String, Object> input = project();
        input.put("stationIds", List.of(station.id(), other.id()));
        run(federation, CREATE, input).path("result.id").entity(String.class).isEqualTo(other.id());
    }

    @Test
    void what_cannot_be_accepted_is_named() {
        Map<String, Object> input = project();
        input.put("title", "短".repeat(61));
        input.put("endsOn", "2025-06-30");
        input.put("stationIds", List.of(station.id(), station.id()));
        input.put("budget", List.of(Map.of("name", "教具", "amount", Map.of("amount", "0.001"))));

        run(federation, CREATE, input)
                .path("result.problems[*].path")
                .entityList(String.class)
                .containsExactly("title", "endsOn", "stationIds[1]", "budget[0].amount.amount");
    }

    @Test
    void a_granted_project_is_seen_by_its_funder_from_then_on() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        GraphQlTester awarding = as(people.federationOf(project.station().city()));
        UUID foundation = funding.foundation();
        GraphQlTester funder = as(people.foundation(foundation));
        String query = "query($id: ID!) { project(id: $id) { id } }";
        funder.document(query)
                .variable("id", project.id())
                .execute()
                .path("project")
                .valueIsNull();
        Map<String, Object> input = grant(project, foundation);

        String grant = run(awarding, AWARD, input)
                .path("result.grant.id")
                .entity(String.class)
                .get();
        run(awarding, AWARD, input).path("result.grant.id").entity(String.class).isEqualTo(grant);

        funder.document(query)
                .variable("id", project.id())
                .execute()
                .path("project.id")
                .entity(String.class)
                .isEqualTo(project.id());
    }

    @Test
    void a_grant_to_an_unknown_project_or_foundation_or_of_tomorrow_is_refused() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        GraphQlTester awarding = as(people.federationOf(project.station().city()));
        UUID foundation = funding.foundation();

        type(run(federation, AWARD, grant(project, foundation))).isEqualTo("NotFound");
        type(run(awarding, AWARD, grant(project, IdType.next()))).isEqualTo("NotFound");
        Map<String, Object> future = grant(project, foundation);
        future.put("awardedOn", "2099-01-01");
        run(awarding, AWARD, future)
                .path("result.problems[*].path")
                .entityList(String.class)
                .containsExactly("awardedOn");
        type(run(awarding, AWARD, grant(project, foundation))).isEqualTo("GrantAwarded");
    }

    @Test
    void linking_events_replaces_the_list_and_repeating_it_changes_nothing() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        TestProject other = funding.project("2025-07-01", "2025-07-31");
        GraphQlTester linking = as(people.federationOf(project.station().city()));
        Map<String, Object> none = Map.of("projectId", project.id(), "eventIds", List.of());
        Map<String, Object> one = Map.of("projectId", project.id(), "eventIds", List.of(project.eventId()));

        run(linking, LINK, none)
                .path("result.project.eventIds")
                .entityList(String.class)
                .hasSize(0);
        for (int i = 0; i < 2; i++) {
            run(linking, LINK, one)
                    .path("result.project.eventIds")
                    .entityList(String.class)
                    .containsExactly(project.eventId());
        }
        run(linking, LINK, Map.of("projectId", project.id(), "eventIds", List.of(other.eventId())))
                .path("result.id")
                .entity(String.class)
                .isEqualTo(other.eventId());
        run(linking, LINK, one)
                .path("result.project.eventIds")
                .entityList(String.class)
                .hasSize(1);
    }

    @Test
    void assigning_stations_replaces_the_list_and_refuses_unknown_ones() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        GraphQlTester assigning = as(people.federationOf(project.station().city()));
        String unknown = Station.ID.encode(IdType.next());

        run(assigning, ASSIGN, Map.of("projectId", project.id(), "stationIds", List.of(unknown)))
                .path("result.id")
                .entity(String.class)
                .isEqualTo(unknown);
        String id = project.station().id();
        run(assigning, ASSIGN, Map.of("projectId", project.id(), "stationIds", List.of(id, id)))
                .path("result.problems[*].path")
                .entityList(String.class)
                .containsExactly("stationIds[1]");
        run(assigning, ASSIGN, Map.of("projectId", project.id(), "stationIds", List.of()))
                .path("result.project.stations")
                .entityList(Object.class)
                .hasSize(0);
    }

    @Test
    void publishing_twice_keeps_the_first_moment() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        GraphQlTester publishing = as(people.federationOf(project.station().city()));
        Map<String, Object> input = Map.of("projectId", project.id());

        String first = run(publishing, PUBLISH, input)
                .path("result.project.publishedAt")
                .entity(String.class)
                .get();

        run(publishing, PUBLISH, input)
                .path("result.project.publishedAt")
                .entity(String.class)
                .isEqualTo(first);
        type(run(federation, PUBLISH, input)).isEqualTo("NotFound");
    }

    @Test
    void funders_parents_and_nobody_change_nothing() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        Map<String, Object> input = Map.of("projectId", project.id());
        assertFault(as(people.foundation(project.foundation())), input, "FORBIDDEN");
        assertFault(as(people.guardian()), input, "FORBIDDEN");
        assertFault(anonymous, input, "UNAUTHENTICATED");
        type(run(as(people.admin()), PUBLISH, input)).isEqualTo("ProjectPublished");
    }

    private static void assertFault(GraphQlTester caller, Map<String, Object> input, String code) {
        caller.document(PUBLISH)
                .variable("input", input)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code)));
    }

    private Map<String, Object> project() {
        return new HashMap<>(Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "areaId",
                Area.ID.encode(station.city()),
                "title",
                "共筑我家",
                "organisation",
                "萤火虫公益服务社",
                "startsOn",
                "2025-07-01",
                "endsOn",
                "2026-06-30",
                "stationIds",
                List.of(station.id()),
                "budget",
                List.of(
                        Map.of("name", "沙盘教具", "amount", Map.of("amount", "30000.50")),
                        Map.of("name", "讲师补贴", "amount", Map.of("amount", "8000")))));
    }

    private static Map<String, Object> grant(TestProject project, UUID foundation) {
        return new HashMap<>(Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "projectId",
                project.id(),
                "foundationId",
                Foundation.ID.encode(foundation),
                "amount",
                Map.of("amount", "50000"),
                "awardedOn",
                "2025-03-01"));
    }

    private static GraphQlTester.Response run(GraphQlTester caller, String document, Map<String, Object> input) {
        return caller.document(document).variable("input", input).execute();
    }

    private static GraphQlTester.Entity<String, ?> type(GraphQlTester.Response response) {
        return response.path("result.__typename").entity(String.class);
    }

    private GraphQlTester as(TestPerson person) {
        return anonymous.mutate().headers(person::authorize).build();
    }
}
