package org.doorstep.event;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.outbox.Changes;
import org.doorstep.platform.projection.Selection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Sessions as they change. A round of changes is one statement, whatever number of sessions changed. */
@Component
class LiveSessions {

    private static final String TOPIC = "session";
    private static final int MAX_IDS = 50;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Retry WHILE_THE_DATABASE_IS_AWAY = Retry.backoff(6, Duration.ofMillis(250))
            .maxBackoff(Duration.ofSeconds(5))
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    private final Sessions sessions;
    private final Changes changes;
    private final Places places;

    LiveSessions(Sessions sessions, Changes changes, Places places) {
        this.sessions = sessions;
        this.changes = changes;
        this.places = places;
    }

    Flux<Session> watch(List<String> ids, Caller caller, Selection selection) {
        if (ids.isEmpty() || ids.size() > MAX_IDS) {
            throw Fault.badRequest("watched.count", MAX_IDS);
        }
        Set<UUID> uuids = ids.stream().map(Session.ID::decode).collect(Collectors.toUnmodifiableSet());
        Selection read = selection.and(Selection.of(Session.LIVE));
        return Flux.defer(() -> {
            Map<UUID, String> seen = new ConcurrentHashMap<>();
            return changes.of(TOPIC, uuids).concatMap(changed -> round(changed, caller, read, seen), 0);
        });
    }

    /** The pause lets a session that many book at once be read twice a second instead of at each booking. */
    private Flux<Session> round(Collection<UUID> changed, Caller caller, Selection selection, Map<UUID, String> seen) {
        return sessions.findAll(changed, selection)
                .retryWhen(WHILE_THE_DATABASE_IS_AWAY)
                .flatMap(found -> places.toldOf(found, caller)
                        .map(told -> found.stream()
                                .filter(session -> isNews(session, seen) || told.contains(session.uuid()))
                                .toList()))
                .flatMapIterable(found -> found)
                .concatWith(Mono.delay(PAUSE).then(Mono.empty()));
    }

    /** That something changed would tell of a place that was taken or given back, where nothing else did. */
    private static boolean isNews(Session session, Map<UUID, String> seen) {
        return !session.publicFacts().equals(seen.put(session.uuid(), session.publicFacts()));
    }
}
