package org.doorstep.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Finds the feature that owns an id by its prefix. */
@Controller
class NodeController {

    private final List<NodeReader> readers;

    NodeController(List<NodeReader> readers) {
        this.readers = readers;
    }

    @QueryMapping
    Mono<Node> node(@Argument String id, DataFetchingEnvironment environment) {
        return readers.stream()
                .flatMap(reader -> reader.idType().tryDecode(id).map(uuid -> reader.read(uuid, environment)).stream())
                .findFirst()
                .orElseThrow(() -> Fault.badRequest("id.unknown-type"))
                .cast(Node.class);
    }
}
