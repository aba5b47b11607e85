package org.doorstep.volunteer;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.volunteer.PlanShift.ShiftPlanned;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Shifts in GraphQL. */
@Controller
class ShiftController implements NodeReader {

    private final Shifts shifts;
    private final PlanShift planShift;
    private final BatchField<UUID, List<Shift>> ofSessions;

    ShiftController(Shifts shifts, PlanShift planShift, BatchLoaderRegistry registry) {
        this.shifts = shifts;
        this.planShift = planShift;
        this.ofSessions = new BatchField<>(
                registry,
                "Session.shifts",
                (ids, environment) -> shifts.ofSessions(
                        ids, PageArguments.first(environment, PageArguments.MAX), Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Shift.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return shifts.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Shift> shift(@Argument String id, Selection selection) {
        return shifts.find(Shift.ID.decode(id), selection);
    }

    @SchemaMapping
    CompletableFuture<List<Shift>> shifts(Session session, DataFetchingEnvironment environment) {
        return ofSessions.load(session.uuid(), environment);
    }

    @MutationMapping
    Mono<ShiftPlanned> planShift(@Argument PlanShift.Input input, Caller caller, Selection selection) {
        return planShift.plan(caller, input, selection.at("shift"));
    }
}
