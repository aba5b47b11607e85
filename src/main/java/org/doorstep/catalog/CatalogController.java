package org.doorstep.catalog;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.catalog.AddService.ServiceAdded;
import org.doorstep.catalog.UpdateService.ServiceUpdated;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The catalogue in GraphQL. */
@Controller
class CatalogController implements NodeReader {

    private final Services services;
    private final AddService addService;
    private final UpdateService updateService;

    CatalogController(Services services, AddService addService, UpdateService updateService) {
        this.services = services;
        this.addService = addService;
        this.updateService = updateService;
    }

    @Override
    public IdType idType() {
        return Service.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return services.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Connection<Service>> services(
            @Argument @Nullable ServiceFilter filter, PageArguments page, Selection selection) {
        return services.list(Objects.requireNonNullElse(filter, ServiceFilter.NONE), page, selection);
    }

    @MutationMapping
    Mono<ServiceAdded> addService(@Argument AddService.Input input, Caller caller, Selection selection) {
        return addService.add(caller, input, selection.at("service"));
    }

    @MutationMapping
    Mono<ServiceUpdated> updateService(@Argument UpdateService.Input input, Caller caller, Selection selection) {
        return updateService.update(caller, input, selection.at("service"));
    }
}
