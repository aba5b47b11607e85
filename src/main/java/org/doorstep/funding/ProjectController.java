package org.doorstep.funding;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.funding.OutcomeReport.OutcomeRow;
import org.doorstep.funding.Projects.BudgetLine;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Projects in GraphQL. */
@Controller
class ProjectController implements NodeReader {

    private final Projects projects;
    private final BatchField<UUID, List<Station>> stations;
    private final BatchField<UUID, List<BudgetLine>> budgets;
    private final BatchField<UUID, List<Grant>> grants;
    private final BatchField<UUID, List<String>> eventIds;
    private final BatchField<Project, OutcomeReport> outcomes;
    private final BatchField<UUID, Station> stationsOfRows;

    ProjectController(Projects projects, Foundations foundations, Outcomes outcomes, BatchLoaderRegistry registry) {
        this.projects = projects;
        this.stations = new BatchField<>(
                registry, "Project.stations", (ids, environment) -> projects.stations(ids, Selection.of(environment)));
        this.budgets = new BatchField<>(registry, "Project.budget", (ids, environment) -> projects.budgets(ids));
        this.grants = new BatchField<>(
                registry,
                "Project.grants",
                (ids, environment) -> foundations.grantsOfProjects(
                        ids,
                        PageArguments.first(environment, PageArguments.MAX),
                        FundingSight.of(environment),
                        Selection.of(environment)));
        this.eventIds = new BatchField<>(registry, "Project.eventIds", (ids, environment) -> projects.eventIds(ids));
        this.outcomes = new BatchField<>(
                registry,
                "Project.outcomes",
                (owners, environment) -> Mono.defer(() -> outcomes.of(owners, OutcomeRequest.of(environment))));
        this.stationsOfRows = new BatchField<>(
                registry,
                "OutcomeRow.station",
                (ids, environment) -> projects.stationsById(ids, Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Project.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return projects.find(id, FundingSight.of(environment), Selection.of(environment));
    }

    @QueryMapping
    Mono<Project> project(@Argument String id, Caller caller, Selection selection) {
        return projects.find(Project.ID.decode(id), FundingSight.of(caller), selection);
    }

    @QueryMapping
    Mono<Connection<Project>> projects(
            @Argument @Nullable ProjectFilter filter, PageArguments page, Caller caller, Selection selection) {
        return projects.list(
                Objects.requireNonNullElse(filter, ProjectFilter.NONE), FundingSight.of(caller), page, selection);
    }

    @SchemaMapping
    CompletableFuture<List<Station>> stations(Project project, DataFetchingEnvironment environment) {
        return stations.load(project.uuid(), environment);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<BudgetLine>> budget(Project project, DataFetchingEnvironment environment) {
        return project.isOpenToCaller() ? budgets.load(project.uuid(), environment) : null;
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<Grant>> grants(Project project, DataFetchingEnvironment environment) {
        return project.isOpenToCaller() ? grants.load(project.uuid(), environment) : null;
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<String>> eventIds(Project project, DataFetchingEnvironment environment) {
        return project.isOpenToCaller() ? eventIds.load(project.uuid(), environment) : null;
    }

    @SchemaMapping
    CompletableFuture<OutcomeReport> outcomes(Project project, DataFetchingEnvironment environment) {
        return outcomes.load(project, environment);
    }

    @SchemaMapping
    @Nullable
    List<OutcomeRow> rows(OutcomeReport report, @Argument int atMost) {
        List<OutcomeRow> rows = report.rows();
        if (atMost < 1 || atMost > OutcomeTable.MAX_ROWS || rows != null && rows.size() > atMost) {
            throw Fault.badRequest("outcomes.rows", Math.max(1, Math.min(atMost, OutcomeTable.MAX_ROWS)));
        }
        return rows;
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Station> station(OutcomeRow row, DataFetchingEnvironment environment) {
        return row.stationUuid() == null ? null : stationsOfRows.load(row.stationUuid(), environment);
    }
}
