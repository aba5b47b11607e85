package org.doorstep.station;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Areas in GraphQL. */
@Controller
class AreaController implements NodeReader {

    private final Areas areas;

    AreaController(Areas areas) {
        this.areas = areas;
    }

    @Override
    public IdType idType() {
        return Area.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return areas.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Area> area(@Argument String id, Selection selection) {
        return areas.find(Area.ID.decode(id), selection);
    }

    @QueryMapping
    Mono<Connection<Area>> areas(@Argument @Nullable AreaFilter filter, PageArguments page, Selection selection) {
        return areas.list(Objects.requireNonNullElse(filter, AreaFilter.NONE), page, selection);
    }
}
