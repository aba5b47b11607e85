package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.Corrections.Correction;
import org.doorstep.attendance.RevertArrival.ArrivalReverted;
import org.doorstep.attendance.RevertDeparture.DepartureReverted;
import org.doorstep.attendance.RevertNoShow.NoShowReverted;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Corrections in GraphQL, for those who manage the station. */
@Controller
class CorrectionController {

    private final RevertArrival revertArrival;
    private final RevertDeparture revertDeparture;
    private final RevertNoShow revertNoShow;
    private final BatchField<UUID, List<Correction>> corrections;

    CorrectionController(
            RevertArrival revertArrival,
            RevertDeparture revertDeparture,
            RevertNoShow revertNoShow,
            Corrections corrections,
            BatchLoaderRegistry registry) {
        this.revertArrival = revertArrival;
        this.revertDeparture = revertDeparture;
        this.revertNoShow = revertNoShow;
        this.corrections = new BatchField<>(
                registry, "RosterEntry.corrections", (bookings, environment) -> corrections.ofBookings(bookings));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<Correction>> corrections(
            RosterEntry entry, Caller caller, DataFetchingEnvironment environment) {
        return caller.worksAt(entry.station()) ? corrections.load(entry.booking(), environment) : null;
    }

    @MutationMapping
    Mono<ArrivalReverted> revertArrival(
            @Argument RevertArrival.Input input, Caller caller, DataFetchingEnvironment environment) {
        return revertArrival.revert(caller, input, entry(environment), access(caller, environment));
    }

    @MutationMapping
    Mono<DepartureReverted> revertDeparture(
            @Argument RevertDeparture.Input input, Caller caller, DataFetchingEnvironment environment) {
        return revertDeparture.revert(caller, input, entry(environment), access(caller, environment));
    }

    @MutationMapping
    Mono<NoShowReverted> revertNoShow(
            @Argument RevertNoShow.Input input, Caller caller, DataFetchingEnvironment environment) {
        return revertNoShow.revert(caller, input, entry(environment), access(caller, environment));
    }

    private static Selection entry(DataFetchingEnvironment environment) {
        return Selection.of(environment).at("entry");
    }

    private static Access access(Caller caller, DataFetchingEnvironment environment) {
        return Access.of(caller, Access.Purpose.CORRECTION, environment);
    }
}
