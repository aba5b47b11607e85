package org.doorstep.platform.page;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Rows of many owners, read in one statement whose first column is the owner of the row. Read again, they are read anew. */
public final class ByOwner {

    private record Owned<T>(UUID owner, Optional<T> value) {}

    private ByOwner() {}

    /** The rows of each owner, none for an owner without any; binds {@code :owners}. */
    public static <T> Mono<Map<UUID, List<T>>> read(
            Collection<UUID> owners, DatabaseClient.GenericExecuteSpec statement, Function<Readable, T> reader) {
        return collected(
                () -> {
                    Map<UUID, List<T>> byOwner = new HashMap<>();
                    owners.forEach(owner -> byOwner.put(owner, new ArrayList<>()));
                    return byOwner;
                },
                statement.bind("owners", owners.toArray(UUID[]::new)),
                reader);
    }

    /**
     * The rows of those owners that the statement gives: an owner that the caller may not see is missing, and one without
     * rows has a row for which the reader gives null.
     */
    public static <T> Mono<Map<UUID, List<T>>> ofThoseGiven(
            DatabaseClient.GenericExecuteSpec statement, Function<Readable, @Nullable T> reader) {
        return collected(HashMap::new, statement, reader);
    }

    private static <T> Mono<Map<UUID, List<T>>> collected(
            Supplier<Map<UUID, List<T>>> start,
            DatabaseClient.GenericExecuteSpec statement,
            Function<Readable, ? extends @Nullable T> reader) {
        return statement
                .map(row -> new Owned<T>(required(row, 0, UUID.class), Optional.ofNullable(reader.apply(row))))
                .all()
                .collect(start, (byOwner, row) -> {
                    List<T> rows = byOwner.computeIfAbsent(row.owner(), owner -> new ArrayList<>());
                    row.value().ifPresent(rows::add);
                });
    }
}
