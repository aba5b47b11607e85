package org.doorstep.volunteer;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Rows of many owners, read in one statement. */
final class ByOwner {

    private ByOwner() {}

    /** The rows of each owner, an empty list for an owner without any; the first column of a row is its owner. */
    static <T> Mono<Map<UUID, List<T>>> read(
            Collection<UUID> owners, DatabaseClient.GenericExecuteSpec statement, Function<Readable, T> reader) {
        Map<UUID, List<T>> byOwner = new HashMap<>();
        owners.forEach(id -> byOwner.put(id, new ArrayList<>()));
        return statement
                .bind("owners", owners.toArray(UUID[]::new))
                .map(row -> Objects.requireNonNull(byOwner.get(row.get(0, UUID.class)))
                        .add(reader.apply(row)))
                .all()
                .then(Mono.just(byOwner));
    }
}
