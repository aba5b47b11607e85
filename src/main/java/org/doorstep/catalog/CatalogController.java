package org.doorstep.catalog;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
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
            @Argument @Nullable ServiceFilter filter, PageArguments page, DataFetchingEnvironment environment) {
        return services.list(Objects.requireNonNullElse(filter, ServiceFilter.NONE), page, Selection.of(environment));
    }

    @MutationMapping
    Mono<Object> addService(
            @Argument AddServiceInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        Selection selection = Selection.of(environment).at("service");
        return Refused.orResult(Mono.defer(() -> addService.add(caller, input, selection)));
    }

    @MutationMapping
    Mono<Object> updateService(
            @Argument UpdateServiceInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        Selection selection = Selection.of(environment).at("service");
        return Refused.orResult(Mono.defer(() -> updateService.update(caller, input, selection)));
    }
}
