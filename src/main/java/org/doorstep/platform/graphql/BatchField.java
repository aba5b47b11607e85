package org.doorstep.platform.graphql;

import graphql.language.Field;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.DataLoader;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A field of many parents that is read in one statement for all of them, also when it has arguments and a selection of
 * its own.
 *
 * @param <K> what identifies a parent
 * @param <V> the value of the field
 */
public final class BatchField<K, V> {

    /** Reads the field for all parents; a parent that is missing in the answer has no value. */
    @FunctionalInterface
    public interface Reader<K, V> {
        Mono<Map<K, V>> read(Collection<K> parents, DataFetchingEnvironment environment);
    }

    /** A parent at one place of the query: siblings at a place share arguments and selection, aliases do not. */
    private record Key<K>(K parent, Field place) {}

    private final String name;
    private final Reader<K, V> reader;

    /** @param name the field's coordinates, such as {@code Station.facilities} */
    public BatchField(BatchLoaderRegistry registry, String name, Reader<K, V> reader) {
        this.name = name;
        this.reader = reader;
        registry.<Key<K>, V>forName(name).registerMappedBatchLoader(this::read);
    }

    /** The value for one parent, read with those of its siblings. */
    public CompletableFuture<V> load(K parent, DataFetchingEnvironment environment) {
        DataLoader<Key<K>, V> loader = Objects.requireNonNull(environment.getDataLoader(name), name);
        return loader.load(new Key<>(parent, environment.getField()), environment);
    }

    private Mono<Map<Key<K>, V>> read(Set<Key<K>> keys, BatchLoaderEnvironment batch) {
        Map<Field, List<K>> places = new LinkedHashMap<>();
        keys.forEach(key ->
                places.computeIfAbsent(key.place(), place -> new ArrayList<>()).add(key.parent()));
        Map<Object, Object> environments = batch.getKeyContexts();
        return Flux.fromIterable(places.entrySet())
                .concatMap(place -> {
                    Key<K> first = new Key<>(place.getValue().get(0), place.getKey());
                    DataFetchingEnvironment environment =
                            (DataFetchingEnvironment) Objects.requireNonNull(environments.get(first));
                    return reader.read(place.getValue(), environment).map(values -> keyed(place.getKey(), values));
                })
                .collect(HashMap::new, Map::putAll);
    }

    private static <K, V> Map<Key<K>, V> keyed(Field place, Map<K, V> values) {
        Map<Key<K>, V> keyed = new HashMap<>();
        values.forEach((parent, value) -> keyed.put(new Key<>(parent, place), value));
        return keyed;
    }
}
