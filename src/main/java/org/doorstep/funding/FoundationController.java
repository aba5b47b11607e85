package org.doorstep.funding;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.identity.RoleGrant;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Foundations in GraphQL. */
@Controller
class FoundationController implements NodeReader {

    private final Foundations foundations;
    private final BatchField<UUID, List<Project>> projects;
    private final BatchField<UUID, List<Grant>> grants;

    FoundationController(Foundations foundations, Projects projects, BatchLoaderRegistry registry) {
        this.foundations = foundations;
        this.projects = new BatchField<>(
                registry,
                "Foundation.projects",
                (ids, environment) -> projects.ofFoundations(
                        ids,
                        PageArguments.first(environment, PageArguments.MAX),
                        FundingSight.of(environment),
                        Selection.of(environment)));
        this.grants = new BatchField<>(
                registry,
                "Foundation.grants",
                (ids, environment) -> foundations.grantsOfFoundations(
                        ids,
                        PageArguments.first(environment, PageArguments.MAX),
                        FundingSight.of(environment),
                        Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Foundation.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return foundations.find(id, FundingSight.of(environment), Selection.of(environment));
    }

    @QueryMapping
    Mono<Foundation> foundation(@Argument String id, Caller caller, Selection selection) {
        return foundations.find(Foundation.ID.decode(id), FundingSight.of(caller), selection);
    }

    @SchemaMapping
    Mono<Foundation> foundation(Viewer viewer, Selection selection) {
        Caller caller = viewer.asCaller();
        return Mono.justOrEmpty(caller.grants().stream()
                        .map(RoleGrant::foundationId)
                        .filter(Objects::nonNull)
                        .findFirst())
                .flatMap(id -> foundations.find(id, FundingSight.of(caller), selection));
    }

    @SchemaMapping
    CompletableFuture<List<Project>> projects(Foundation foundation, DataFetchingEnvironment environment) {
        return projects.load(foundation.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<Grant>> grants(Foundation foundation, DataFetchingEnvironment environment) {
        return grants.load(foundation.uuid(), environment);
    }
}
