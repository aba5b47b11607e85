package org.doorstep.volunteer;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Teams in GraphQL. */
@Controller
class TeamController implements NodeReader {

    private final Teams teams;
    private final CreateTeam createTeam;
    private final JoinTeam joinTeam;
    private final BatchField<UUID, List<Team>> ofStations;
    private final BatchField<UUID, Volunteer> leaders;

    TeamController(
            Teams teams,
            Volunteers volunteers,
            CreateTeam createTeam,
            JoinTeam joinTeam,
            BatchLoaderRegistry registry) {
        this.teams = teams;
        this.createTeam = createTeam;
        this.joinTeam = joinTeam;
        this.ofStations = new BatchField<>(
                registry, "Station.teams", (ids, environment) -> teams.ofStations(ids, Selection.of(environment)));
        this.leaders = new BatchField<>(
                registry,
                "Team.leader",
                (ids, environment) -> volunteers.leaders(callerOf(environment), ids, Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Team.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return teams.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Connection<Team>> teams(
            @Argument @Nullable String stationId, PageArguments page, DataFetchingEnvironment environment) {
        return teams.list(stationId, page, Selection.of(environment));
    }

    @SchemaMapping
    CompletableFuture<List<Team>> teams(Station station, DataFetchingEnvironment environment) {
        return ofStations.load(station.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<Volunteer> leader(Team team, DataFetchingEnvironment environment) {
        return leaders.load(team.uuid(), environment);
    }

    @MutationMapping
    Mono<Object> createTeam(
            @Argument CreateTeamInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                createTeam.create(caller, input, Selection.of(environment).at("team")));
    }

    @MutationMapping
    Mono<Object> joinTeam(
            @Argument JoinTeamInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                joinTeam.join(caller, input, Selection.of(environment).at("team")));
    }

    private static Caller callerOf(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().getOrDefault(Caller.KEY, Caller.ANONYMOUS);
    }
}
