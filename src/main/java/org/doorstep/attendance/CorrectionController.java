package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Corrections in GraphQL, for those who manage the station. */
@Controller
class CorrectionController {

    private final TakeBack takeBack;
    private final BatchField<UUID, List<Correction>> corrections;

    CorrectionController(TakeBack takeBack, Corrections corrections, BatchLoaderRegistry registry) {
        this.takeBack = takeBack;
        this.corrections = new BatchField<>(
                registry, "RosterEntry.corrections", (bookings, environment) -> corrections.ofBookings(bookings));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<Correction>> corrections(
            RosterEntry entry, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return caller.hasAt(entry.station(), Role.STATION_STAFF, Role.STATION_MASTER)
                ? corrections.load(entry.booking(), environment)
                : null;
    }

    @MutationMapping
    Mono<Object> revertArrival(
            @Argument RevertArrivalInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                Mono.defer(() -> takeBack.arrival(caller, input, entry(environment), access(caller, environment))
                        .map(ArrivalReverted::new)));
    }

    @MutationMapping
    Mono<Object> revertDeparture(
            @Argument RevertDepartureInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                Mono.defer(() -> takeBack.departure(caller, input, entry(environment), access(caller, environment))
                        .map(DepartureReverted::new)));
    }

    @MutationMapping
    Mono<Object> revertNoShow(
            @Argument RevertNoShowInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                Mono.defer(() -> takeBack.noShow(caller, input, entry(environment), access(caller, environment))
                        .map(NoShowReverted::new)));
    }

    private static Selection entry(DataFetchingEnvironment environment) {
        return Selection.of(environment).at("entry");
    }

    private static Access access(Caller caller, DataFetchingEnvironment environment) {
        return Access.of(caller, Access.Purpose.CORRECTION, environment);
    }
}
