package org.doorstep.staffing;

import static org.doorstep.platform.database.Columns.required;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.outbox.Changes;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Who is at sessions as it changes. A change is one read, whatever number of people watch the session. */
@Component
class LivePresence {

    private static final Set<String> TOPICS = Set.of("presence", "session");
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Retry WHILE_THE_DATABASE_IS_AWAY = Retry.backoff(6, Duration.ofMillis(250))
            .maxBackoff(Duration.ofSeconds(5))
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    private final DatabaseClient database;
    private final Changes changes;
    private final ConcurrentMap<UUID, Flux<Presence>> watched = new ConcurrentHashMap<>();

    LivePresence(DatabaseClient database, Changes changes) {
        this.database = database;
        this.changes = changes;
    }

    /** Fails with a fault, the same one for a session that does not exist and for one of a station of others. */
    Flux<Presence> watch(Caller caller, UUID session) {
        StationRights.requireAny(caller);
        return of(StationRights.restrict(
                        new Where().and("s.id = :session", "session", session), caller, "s.station_id"))
                .switchIfEmpty(Mono.error(Fault::notFound))
                .thenMany(Flux.defer(() -> watched.computeIfAbsent(session, this::shared)))
                .onBackpressureLatest()
                .distinctUntilChanged();
    }

    private Flux<Presence> shared(UUID session) {
        Where where = new Where().and("s.id = :session", "session", session);
        return changes.of(TOPICS, Set.of(session))
                .concatMap(changed -> round(where), 0)
                .doFinally(end -> watched.remove(session))
                .replay(1)
                .refCount();
    }

    /** The pause lets a session where all arrive at once be read twice a second instead of at each arrival. */
    private Flux<Presence> round(Where where) {
        return of(where)
                .map(Map.Entry::getValue)
                .retryWhen(WHILE_THE_DATABASE_IS_AWAY)
                .concatWith(Mono.delay(PAUSE).then(Mono.empty()));
    }

    /** Of those sessions whose station the caller may manage. */
    Mono<Map<UUID, Presence>> ofSessions(Collection<UUID> sessions, Caller caller) {
        return of(StationRights.restrict(
                        new Where().and("s.id = any(:sessions)", "sessions", sessions.toArray(UUID[]::new)),
                        caller,
                        "s.station_id"))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Flux<Map.Entry<UUID, Presence>> of(Where where) {
        return where.bindTo(database.sql("""
                        select s.id,
                               (select count(*)::int from booking b
                                where b.session_id = s.id and b.state in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')),
                               a.arrived, a.gone,
                               (select count(distinct u.volunteer_id)::int
                                from shift f
                                join sign_up u on u.shift_id = f.id and u.withdrawn_at is null
                                join volunteer v on v.id = u.volunteer_id
                                where f.session_id = s.id and f.caring and u.arrived_at is not null and u.left_at is null
                                  and v.cleared_until >= (s.ends_at at time zone 'Asia/Shanghai')::date),
                               e.children_per_carer
                        from session s
                        join event e on e.id = s.event_id
                        cross join lateral (
                            select count(*)::int as arrived, count(h.left_at)::int as gone
                            from attendance h where h.session_id = s.id and h.mode = 'IN_PERSON') a
                        """ + where.sql()))
                .map(row -> Map.entry(
                        required(row, 0, UUID.class),
                        new Presence(
                                required(row, 1, Integer.class),
                                required(row, 2, Integer.class),
                                required(row, 3, Integer.class),
                                required(row, 4, Integer.class),
                                row.get(5, Integer.class))))
                .all();
    }
}
