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
import org.doorstep.station.Station;
import org.doorstep.volunteer.CreateTeam.TeamCreated;
import org.doorstep.volunteer.JoinTeam.TeamJoined;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
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
                (ids, environment) -> volunteers.leaders(Caller.of(environment), ids, Selection.of(environment)));
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
    Mono<Connection<Team>> teams(@Argument @Nullable String stationId, PageArguments page, Selection selection) {
        return teams.list(stationId, page, selection);
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
    Mono<TeamCreated> createTeam(@Argument CreateTeam.Input input, Caller caller, Selection selection) {
        return createTeam.create(caller, input, selection.at("team"));
    }

    @MutationMapping
    Mono<TeamJoined> joinTeam(@Argument JoinTeam.Input input, Caller caller, Selection selection) {
        return joinTeam.join(caller, input, selection.at("team"));
    }
}
