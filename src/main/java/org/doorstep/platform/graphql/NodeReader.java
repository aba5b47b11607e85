package org.doorstep.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.UUID;
import org.doorstep.platform.id.IdType;
import reactor.core.publisher.Mono;

/** Reads objects of one type for {@code Query.node}, under the same rules as the type's own query. */
public interface NodeReader {

    IdType idType();

    /** The object, or empty when it does not exist or the caller may not see it. */
    Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment);
}
