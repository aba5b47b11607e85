package org.doorstep.platform.outbox;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/** What changed in the database, whoever changed it and through whichever server. */
@Component
public class Changes {

    private record Subject(String topic, UUID id) {}

    private final Map<Subject, Set<Watcher>> watchers = new ConcurrentHashMap<>();

    /**
     * Tells which of these objects to read again: all of them at once and whenever changes may have been missed, then
     * those that changed. Changes that come while the subscriber is busy are kept once an object until it asks for more,
     * so that a slow subscriber holds no more than its own ids. Never completes.
     *
     * @param topic {@code outbox.topic} of the rows, such as {@code session}
     */
    public Flux<Set<UUID>> of(String topic, Set<UUID> ids) {
        return of(Set.of(topic), ids);
    }

    /** As {@link #of(String, Set)}, for objects that several topics tell of. */
    public Flux<Set<UUID>> of(Set<String> topics, Set<UUID> ids) {
        Set<Subject> subjects = topics.stream()
                .flatMap(topic -> ids.stream().map(id -> new Subject(topic, id)))
                .collect(Collectors.toUnmodifiableSet());
        return Flux.create(
                sink -> {
                    Watcher watcher = new Watcher(ids, sink);
                    sink.onDispose(() -> remove(subjects, watcher));
                    subjects.forEach(subject -> watchers.compute(subject, (same, known) -> {
                        Set<Watcher> all = known == null ? ConcurrentHashMap.newKeySet(1) : known;
                        all.add(watcher);
                        return all;
                    }));
                    sink.onRequest(demand -> watcher.drain());
                    if (sink.isCancelled()) {
                        remove(subjects, watcher);
                    }
                },
                OverflowStrategy.ERROR);
    }

    private void remove(Set<Subject> subjects, Watcher watcher) {
        subjects.forEach(subject -> watchers.computeIfPresent(subject, (same, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        }));
    }

    void changed(String topic, Collection<UUID> ids) {
        ids.forEach(
                id -> watchers.getOrDefault(new Subject(topic, id), Set.of()).forEach(watcher -> watcher.changed(id)));
    }

    /** To be called when changes may have been missed. */
    void allMayHaveChanged() {
        watchers.values().forEach(all -> all.forEach(Watcher::allMayHaveChanged));
    }

    int watched() {
        return watchers.size();
    }
}
