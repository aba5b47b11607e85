package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.event.Session;
import org.doorstep.funding.TestFunding.TestProject;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFunding.class})
class FundingRightsTests {

    private static final String PROJECT = """
            query($id: ID!) {
              project(id: $id) {
                title organisation startsOn endsOn stations { name }
                budget { name } grants { amount { amount currency } foundation { name } } eventIds
              }
            }
            """;
    private static final Set<String> CHILDREN_AND_THEIR_RECORDS =
            Set.of("Child", "Guardian", "Family", "Booking", "Attendance", "Person", "Consent");

    @Autowired
    private TestFunding funding;

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private GraphQlSource source;

    @Autowired
    private DatabaseClient database;

    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = funding.project("2025-07-01", "2025-07-31");
    }

    @Test
    void a_funder_sees_the_project_and_its_own_grant_only() {
        funding.fund(project.uuid(), funding.foundation(), "999.00");

        GraphQlTester.Response response = ask(as(people.foundation(project.foundation())), PROJECT, project.id());

        response.path("project.title").entity(String.class).isEqualTo("共筑我家");
        response.path("project.grants[*].amount.amount")
                .entityList(String.class)
                .isEqualTo(List.of("120000.50"));
        response.path("project.eventIds").entityList(String.class).isEqualTo(List.of(project.eventId()));
    }

    @Test
    void federation_of_the_county_and_admin_see_every_grant() {
        funding.fund(project.uuid(), funding.foundation(), "999.00");
        for (TestPerson person : List.of(people.federationOf(project.station().city()), people.admin())) {
            ask(as(person), PROJECT, project.id())
                    .path("project.grants[*].amount.amount")
                    .entityList(String.class)
                    .containsExactly("999.00", "120000.50");
        }
    }

    @Test
    void an_unpublished_project_is_missing_for_all_others() {
        TestProject other = funding.project("2025-07-01", "2025-07-31");
        for (GraphQlTester caller : List.of(
                anonymous,
                as(people.foundation(other.foundation())),
                as(people.federationOf(other.station().city())),
                as(people.federationOf(project.station().town())),
                as(people.staffOf(project.station().uuid())),
                as(people.guardian()))) {
            ask(caller, PROJECT, project.id()).path("project").valueIsNull();
            ask(caller, PROJECT, Project.ID.encode(IdType.next()))
                    .path("project")
                    .valueIsNull();
            ask(caller, "query($id: ID!) { node(id: $id) { id } }", project.id())
                    .path("node")
                    .valueIsNull();
            ask(
                            caller,
                            "query($id: ID!) { projects(filter: {stationId: $id}) { totalCount } }",
                            project.station().id())
                    .path("projects.totalCount")
                    .entity(Integer.class)
                    .isEqualTo(0);
        }
    }

    @Test
    void everyone_sees_what_is_public_of_a_published_project_and_nothing_else() {
        funding.publish(project);

        GraphQlTester.Response response = ask(anonymous, PROJECT, project.id());

        response.path("project.organisation").entity(String.class).isEqualTo("萤火虫公益服务社");
        response.path("project.stations[*].name")
                .entityList(String.class)
                .containsExactly(project.station().name());
        response.path("project.budget").valueIsNull();
        response.path("project.grants").valueIsNull();
        response.path("project.eventIds").valueIsNull();
    }

    @Test
    void a_filter_by_foundation_does_not_tell_others_what_it_funds() {
        funding.publish(project);
        String byFoundation = "query($id: ID!) { projects(filter: {foundationId: $id}) { nodes { id } } }";

        ask(anonymous, byFoundation, project.foundationId())
                .path("projects.nodes[*].id")
                .entityList(String.class)
                .hasSize(0);
        ask(as(people.foundation(funding.foundation())), byFoundation, project.foundationId())
                .path("projects.nodes[*].id")
                .entityList(String.class)
                .hasSize(0);
        ask(as(people.foundation(project.foundation())), byFoundation, project.foundationId())
                .path("projects.nodes[*].id")
                .entityList(String.class)
                .containsExactly(project.id());
    }

    @Test
    void a_foundation_is_seen_by_itself_and_those_who_award() {
        String query = "query($id: ID!) { foundation(id: $id) { id } }";
        for (GraphQlTester caller : List.of(
                as(people.foundation(project.foundation())),
                as(people.federationOf(project.station().city())),
                as(people.admin()))) {
            ask(caller, query, project.foundationId())
                    .path("foundation.id")
                    .entity(String.class)
                    .isEqualTo(project.foundationId());
        }
        for (GraphQlTester caller :
                List.of(anonymous, as(people.guardian()), as(people.foundation(funding.foundation())))) {
            ask(caller, query, project.foundationId()).path("foundation").valueIsNull();
        }
    }

    @Test
    void a_person_and_a_program_of_a_foundation_find_its_projects_and_grants() {
        String token = people.clientOf(project.foundation());
        for (GraphQlTester caller : List.of(
                as(people.foundation(project.foundation())),
                anonymous
                        .mutate()
                        .headers(headers -> headers.setBearerAuth(token))
                        .build())) {
            GraphQlTester.Response response = caller.document("""
                            { viewer { foundation { id
                                projects { id } grants { amount { amount currency } project { title } } } } }
                            """).execute();
            response.path("viewer.foundation.id").entity(String.class).isEqualTo(project.foundationId());
            response.path("viewer.foundation.projects[*].id")
                    .entityList(String.class)
                    .containsExactly(project.id());
            response.path("viewer.foundation.grants[*].amount.amount")
                    .entityList(String.class)
                    .containsExactly("120000.50");
            response.path("viewer.foundation.grants[0].amount.currency")
                    .entity(String.class)
                    .isEqualTo("CNY");
        }
    }

    @Test
    void no_type_of_funding_leads_to_a_person() {
        Set<String> reached = reachable(Set.of("Project", "Foundation", "Grant", "OutcomeReport"), Set.of("Station"));

        assertThat(reached)
                .containsExactlyInAnyOrder(
                        "Project",
                        "Foundation",
                        "Grant",
                        "OutcomeReport",
                        "OutcomeRow",
                        "OutcomeFigures",
                        "Count",
                        "FundingRound",
                        "BudgetLine",
                        "Money",
                        "Station");
    }

    @Test
    void the_walk_would_find_a_person() {
        assertThat(reachable(Set.of("Viewer"), Set.of())).contains("Child", "Project");
    }

    @Test
    void a_foundation_gets_nothing_by_the_id_of_a_child_a_booking_or_an_attendance() {
        UUID child = funding.children(1).get(0);
        UUID session = funding.session(project.event(), "2025-07-05T09:00", List.of(child));
        GraphQlTester funder = as(people.foundation(project.foundation()));

        assertThat(nodeOf(funder, new IdType("chi").encode(child))).isFalse();
        assertThat(nodeOf(funder, new IdType("bkg").encode(of("booking", session))))
                .isFalse();
        assertThat(nodeOf(funder, new IdType("att").encode(of("attendance", session))))
                .isFalse();
        assertThat(nodeOf(funder, project.id())).as("its project").isTrue();
    }

    @Test
    void a_foundation_gets_nothing_by_an_edge_from_a_session_to_children() {
        UUID session = funding.session(project.event(), "2025-07-05T09:00", funding.children(9));
        funding.volunteered(session, "2");
        GraphQlTester funder = as(people.foundation(project.foundation()));

        assertThat(edgesToChildren("Session"))
                .extracting(GraphQLFieldDefinition::getName)
                .contains("roster");
        for (GraphQLFieldDefinition edge : edgesToChildren("Session")) {
            assertThat(isEmpty(funder, "session", Session.ID.encode(session), edge))
                    .as("Session." + edge.getName())
                    .isTrue();
        }
    }

    private boolean isEmpty(GraphQlTester caller, String root, String id, GraphQLFieldDefinition edge) {
        String items =
                ((GraphQLFieldsContainer) GraphQLTypeUtil.unwrapAll(edge.getType())).getFieldDefinition("nodes") == null
                        ? "__typename"
                        : "nodes { __typename }";
        boolean[] failed = {false};
        GraphQlTester.Response response = caller.document(
                        "query($id: ID!) { " + root + "(id: $id) { " + edge.getName() + " { " + items + " } } }")
                .variable("id", id)
                .execute();
        GraphQlTester.Traversable answer = response.errors().satisfy(errors -> failed[0] = !errors.isEmpty());
        return failed[0]
                || !answer.path("").entity(Object.class).get().toString().contains("__typename");
    }

    /** Fields without required arguments whose items are children or their records. */
    private List<GraphQLFieldDefinition> edgesToChildren(String type) {
        GraphQLObjectType owner = (GraphQLObjectType) schema().getType(type);
        assertThat(owner).isNotNull();
        return owner.getFieldDefinitions().stream()
                .filter(field -> field.getArguments().stream()
                        .noneMatch(argument ->
                                GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()))
                .filter(field -> GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer)
                .filter(field -> reachable(
                                Set.of(((GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType())).getName()),
                                Set.of("Session", "Station", "Event"))
                        .stream()
                        .anyMatch(CHILDREN_AND_THEIR_RECORDS::contains))
                .toList();
    }

    private boolean nodeOf(GraphQlTester caller, String id) {
        boolean[] failed = {false};
        GraphQlTester.Traversable answer = caller.document("query($id: ID!) { node(id: $id) { id } }")
                .variable("id", id)
                .execute()
                .errors()
                .satisfy(errors -> failed[0] = !errors.isEmpty());
        return !failed[0]
                && answer.path("").entity(Object.class).get().toString().contains(id);
    }

    private UUID of(String table, UUID session) {
        return database.sql("select id from " + table + " where session_id = :session")
                .bind("session", session)
                .mapValue(UUID.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    /** Object types that a query can get to from the first ones, not going on from the boundaries. */
    private Set<String> reachable(Set<String> from, Set<String> boundaries) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (schema().getType(name) instanceof GraphQLNamedType type
                    && (type instanceof GraphQLFieldsContainer || type instanceof GraphQLUnionType)
                    && reached.add(name)
                    && !boundaries.contains(name)) {
                next(type).forEach(open::add);
            }
        }
        return reached;
    }

    private Stream<String> next(GraphQLNamedType type) {
        if (type instanceof GraphQLUnionType union) {
            return union.getTypes().stream().map(GraphQLNamedType::getName);
        }
        return ((GraphQLFieldsContainer) type)
                .getFieldDefinitions().stream()
                        .map(field -> ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType())).getName());
    }

    private GraphQLSchema schema() {
        return source.schema();
    }

    private GraphQlTester as(TestPerson person) {
        return anonymous.mutate().headers(person::authorize).build();
    }

    private static GraphQlTester.Response ask(GraphQlTester caller, String document, String id) {
        return caller.document(document).variable("id", id).execute();
    }
}
