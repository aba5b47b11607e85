package org.doorstep.platform.crypto;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.doorstep.platform.crypto.Keys.Purpose;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which keys the database was encrypted with; the keys themselves never enter it. */
record RecordedKeys(DatabaseClient database) {

    private record Entry(Purpose purpose, int id) {}

    Mono<Map<Purpose, Set<Integer>>> all() {
        return database.sql("select purpose, key_id from encryption_key")
                .map(row -> new Entry(
                        Purpose.valueOf(requireNonNull(row.get("purpose", String.class))),
                        requireNonNull(row.get("key_id", Long.class)).intValue()))
                .all()
                .collect(
                        () -> new EnumMap<Purpose, Set<Integer>>(Purpose.class),
                        (ids, entry) -> ids.computeIfAbsent(entry.purpose(), purpose -> new TreeSet<>())
                                .add(entry.id()))
                .map(ids -> ids);
    }

    Mono<Void> record(Keys keys) {
        return Flux.fromArray(Purpose.values())
                .concatMap(purpose -> database.sql("""
                                insert into encryption_key (purpose, key_id)
                                select $1, unnest($2)
                                on conflict do nothing
                                """)
                        .bind(0, purpose.name())
                        .bind(
                                1,
                                keys.ids(purpose).stream()
                                        .map(Integer::longValue)
                                        .toArray(Long[]::new))
                        .then())
                .then();
    }
}
