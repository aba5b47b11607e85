package org.doorstep.incident;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.incident.ResolveIncident.IncidentResolved;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Incidents in GraphQL, for those who manage the station. */
@Controller
class IncidentController {

    private final ResolveIncident resolveIncident;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<Incident>> ofStation;

    IncidentController(
            Incidents incidents,
            ResolveIncident resolveIncident,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.resolveIncident = resolveIncident;
        this.encryption = encryption;
        this.ofStation = new BatchField<>(registry, "Station.incidents", (stations, environment) -> {
            Caller caller = Caller.of(environment);
            return caller.isPerson()
                    ? incidents.ofStations(stations, caller, Selection.of(environment), access(caller, environment))
                    : Mono.just(Map.of());
        });
    }

    @SchemaMapping
    CompletableFuture<List<Incident>> incidents(Station station, DataFetchingEnvironment environment) {
        return ofStation.load(station.uuid(), environment);
    }

    @SchemaMapping
    @Nullable
    String note(Incident incident) {
        return incident.note(encryption);
    }

    @MutationMapping
    Mono<IncidentResolved> resolveIncident(
            @Argument ResolveIncident.Input input, Caller caller, DataFetchingEnvironment environment) {
        return resolveIncident.resolve(
                caller, input, Selection.of(environment).at("incident"), access(caller, environment));
    }

    private static Access access(Caller caller, DataFetchingEnvironment environment) {
        return Access.of(caller, Access.Purpose.INCIDENT, environment);
    }
}
