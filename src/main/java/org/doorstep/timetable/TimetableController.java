package org.doorstep.timetable;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.booking.Booking;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.timetable.CancelSession.SessionCancelled;
import org.doorstep.timetable.ChangeCapacity.CapacityChanged;
import org.doorstep.timetable.MoveSession.SessionMoved;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sessions that staff move or call off, and what that means for families, in GraphQL. */
@Controller
class TimetableController {

    private final MoveSession moveSession;
    private final CancelSession cancelSession;
    private final ChangeCapacity changeCapacity;
    private final BatchField<UUID, List<Session>> alternatives;

    TimetableController(
            MoveSession moveSession,
            CancelSession cancelSession,
            ChangeCapacity changeCapacity,
            Alternatives alternatives,
            BatchLoaderRegistry registry) {
        this.moveSession = moveSession;
        this.cancelSession = cancelSession;
        this.changeCapacity = changeCapacity;
        this.alternatives = new BatchField<>(
                registry,
                "Booking.alternatives",
                (bookings, environment) -> alternatives.of(bookings, Selection.of(environment)));
    }

    @SchemaMapping
    CompletableFuture<List<Session>> alternatives(Booking booking, DataFetchingEnvironment environment) {
        return alternatives.load(booking.uuid(), environment);
    }

    @MutationMapping
    Mono<SessionMoved> moveSession(@Argument MoveSession.Input input, Caller caller, Selection selection) {
        return moveSession.move(caller, input, selection.at("session"));
    }

    @MutationMapping
    Mono<SessionCancelled> cancelSession(@Argument CancelSession.Input input, Caller caller, Selection selection) {
        return cancelSession.cancel(caller, input, selection.at("session"));
    }

    @MutationMapping
    Mono<CapacityChanged> changeCapacity(@Argument ChangeCapacity.Input input, Caller caller, Selection selection) {
        return changeCapacity.change(caller, input, selection.at("session"));
    }
}
