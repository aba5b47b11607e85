package org.doorstep.volunteer;

import graphql.schema.DataFetchingEnvironment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.volunteer.Skills.Skill;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Volunteers in GraphQL. */
@Controller
class VolunteerController implements NodeReader {

    private final Volunteers volunteers;
    private final BatchField<UUID, String> names;
    private final BatchField<UUID, String> phones;
    private final BatchField<UUID, List<Skill>> skills;
    private final BatchField<UUID, List<Team>> teams;
    private final BatchField<UUID, BigDecimal> hours;
    private final BatchField<UUID, Connection<SignUp>> shifts;

    VolunteerController(
            Volunteers volunteers, Teams teams, SignUps signUps, VolunteerNames sight, BatchLoaderRegistry registry) {
        this.volunteers = volunteers;
        this.names = new BatchField<>(
                registry, "Volunteer.displayName", (ids, environment) -> sight.names(ids, Caller.of(environment)));
        this.phones = new BatchField<>(
                registry, "Volunteer.phone", (ids, environment) -> sight.phones(ids, Caller.of(environment)));
        this.skills = new BatchField<>(registry, "Volunteer.skills", (ids, environment) -> volunteers.skills(ids));
        this.teams = new BatchField<>(
                registry, "Volunteer.teams", (ids, environment) -> teams.ofVolunteers(ids, Selection.of(environment)));
        this.hours = new BatchField<>(
                registry,
                "Volunteer.hours",
                (ids, environment) ->
                        volunteers.hours(ids, environment.getArgument("from"), environment.getArgument("until")));
        this.shifts = new BatchField<>(
                registry,
                "Volunteer.shifts",
                (ids, environment) -> signUps.ofVolunteers(
                        Caller.of(environment), ids, PageArguments.of(environment), Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Volunteer.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return volunteers.find(Caller.of(environment), id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Volunteer> volunteer(@Argument String id, Caller caller, Selection selection) {
        VolunteerRights.require(caller);
        return volunteers.find(caller, Volunteer.ID.decode(id), selection);
    }

    @QueryMapping
    Mono<Connection<Volunteer>> volunteers(
            @Argument @Nullable VolunteerFilter filter, PageArguments page, Caller caller, Selection selection) {
        VolunteerRights.require(caller);
        return volunteers.list(caller, Objects.requireNonNullElse(filter, VolunteerFilter.NONE), page, selection);
    }

    @SchemaMapping
    Mono<Volunteer> volunteer(Viewer viewer, Selection selection) {
        return viewer.isPerson() ? volunteers.ofPerson(viewer.personId(), selection) : Mono.empty();
    }

    @SchemaMapping
    CompletableFuture<String> displayName(Volunteer volunteer, DataFetchingEnvironment environment) {
        return names.load(volunteer.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<String> phone(Volunteer volunteer, DataFetchingEnvironment environment) {
        return phones.load(volunteer.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<Skill>> skills(Volunteer volunteer, DataFetchingEnvironment environment) {
        return skills.load(volunteer.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<Team>> teams(Volunteer volunteer, DataFetchingEnvironment environment) {
        return teams.load(volunteer.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<BigDecimal> hours(Volunteer volunteer, DataFetchingEnvironment environment) {
        return hours.load(volunteer.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<Connection<SignUp>> shifts(Volunteer volunteer, DataFetchingEnvironment environment) {
        return shifts.load(volunteer.uuid(), environment);
    }
}
