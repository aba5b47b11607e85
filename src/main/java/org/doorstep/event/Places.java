package org.doorstep.event;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who is told the places of a session: everyone until bookings close, from then on those who manage the station. */
@Component
class Places {

    private final StationRights rights;
    private final BatchField<UUID, Boolean> managed;

    Places(StationRights rights, BatchLoaderRegistry registry) {
        this.rights = rights;
        this.managed = new BatchField<>(
                registry,
                "Session.places",
                (stations, environment) -> rights.managedOf(
                                environment.getGraphQlContext().get(Caller.KEY), Set.copyOf(stations))
                        .map(those -> those.stream().collect(Collectors.toMap(Function.identity(), station -> true))));
    }

    /** A figure of the session as far as the caller may know it. */
    @Nullable
    CompletableFuture<Integer> told(
            Session session, Integer exact, Caller caller, DataFetchingEnvironment environment) {
        if (session.placesArePublic()) {
            return CompletableFuture.completedFuture(exact);
        }
        if (!StationRights.managesAny(caller)) {
            return null;
        }
        return managed.load(session.stationUuid(), environment)
                .thenApply(manages -> Boolean.TRUE.equals(manages) ? exact : null);
    }

    /** Which of the sessions the caller is told the places of. */
    Mono<Set<UUID>> toldOf(List<Session> sessions, Caller caller) {
        Set<UUID> closed = sessions.stream()
                .filter(session -> !session.placesArePublic())
                .map(Session::stationUuid)
                .collect(Collectors.toSet());
        return rights.managedOf(caller, closed)
                .map(stations -> sessions.stream()
                        .filter(session -> session.placesArePublic() || stations.contains(session.stationUuid()))
                        .map(Session::uuid)
                        .collect(Collectors.toSet()));
    }
}
