package org.doorstep.station;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.catalog.Service;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.OfferServices.ServicesOffered;
import org.doorstep.station.Stations.Facility;
import org.doorstep.station.Stations.OpeningHours;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Stations in GraphQL. */
@Controller
class StationController implements NodeReader {

    private final Stations stations;
    private final OfferServices offerServices;
    private final BatchField<UUID, List<Facility>> facilities;
    private final BatchField<UUID, List<OpeningHours>> openingHours;
    private final BatchField<UUID, List<Service>> services;

    StationController(Stations stations, OfferServices offerServices, BatchLoaderRegistry registry) {
        this.stations = stations;
        this.offerServices = offerServices;
        this.facilities =
                new BatchField<>(registry, "Station.facilities", (ids, environment) -> stations.facilities(ids));
        this.openingHours =
                new BatchField<>(registry, "Station.openingHours", (ids, environment) -> stations.openingHours(ids));
        this.services = new BatchField<>(
                registry, "Station.services", (ids, environment) -> stations.services(ids, Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Station.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return stations.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Station> station(@Argument String id, Selection selection) {
        return stations.find(Station.ID.decode(id), selection);
    }

    @QueryMapping
    Mono<Connection<Station>> stations(
            @Argument @Nullable StationFilter filter, PageArguments page, Selection selection) {
        return stations.list(Objects.requireNonNullElse(filter, StationFilter.NONE), page, selection);
    }

    @MutationMapping
    Mono<ServicesOffered> offerServices(@Argument OfferServices.Input input, Caller caller, Selection selection) {
        return offerServices.offer(caller, input, selection.at("station"));
    }

    @SchemaMapping
    GeoPoint location(Station station, @Argument Datum datum) {
        return station.location(datum);
    }

    @SchemaMapping
    CompletableFuture<List<Facility>> facilities(Station station, DataFetchingEnvironment environment) {
        return facilities.load(station.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<OpeningHours>> openingHours(Station station, DataFetchingEnvironment environment) {
        return openingHours.load(station.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<Service>> services(Station station, DataFetchingEnvironment environment) {
        return services.load(station.uuid(), environment);
    }
}
