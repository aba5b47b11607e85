package org.doorstep.booking;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sessions that staff move or call off, and what that means for families, in GraphQL. */
@Controller
class SessionChangeController {

    private final MoveSession moveSession;
    private final CancelSession cancelSession;
    private final BatchField<UUID, List<Session>> alternatives;

    SessionChangeController(
            MoveSession moveSession,
            CancelSession cancelSession,
            Alternatives alternatives,
            BatchLoaderRegistry registry) {
        this.moveSession = moveSession;
        this.cancelSession = cancelSession;
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
    Mono<Object> moveSession(
            @Argument MoveSessionInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                moveSession.move(caller, input, Selection.of(environment).at("session")));
    }

    @MutationMapping
    Mono<Object> cancelSession(
            @Argument CancelSessionInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                cancelSession.cancel(caller, input, Selection.of(environment).at("session")));
    }
}
