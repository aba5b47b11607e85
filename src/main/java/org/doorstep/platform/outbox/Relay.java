package org.doorstep.platform.outbox;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Hands the outbox on over one connection: takes rows in batches, tells all servers of them by NOTIFY in the same
 * statement, and hears what any server tells. Several servers share the rows by SKIP LOCKED.
 */
final class Relay {

    static final int BATCH = 1000;
    private static final String CHANNEL = "doorstep_changes";
    private static final Duration BUSY_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    // a message holds 200 ids at most, since PostgreSQL limits it to 8,000 bytes
    private static final String HAND_ON = """
            with batch as (
                delete from outbox
                where id = any (array(select id from outbox order by id limit %d for update skip locked))
                returning topic, subject
            ), numbered as (
                select topic, subject, (row_number() over (partition by topic) - 1) / 200 as part
                from (select distinct topic, subject from batch) b
            ), message as (
                select topic || ' ' || string_agg(subject::text, ',') as text from numbered group by topic, part
            )
            select (select count(*) from batch), pg_notify('%s', text) from message
            """.formatted(BATCH, CHANNEL);

    private record Round(long rows, Duration pause) {}

    private final PostgresqlConnection connection;
    private final Changes changes;

    Relay(PostgresqlConnection connection, Changes changes) {
        this.connection = connection;
        this.changes = changes;
    }

    /** Runs until the connection breaks, which is always an error. Emits once a round. */
    Flux<Long> run() {
        Flux<Long> heard = connection
                .getNotifications()
                .doOnNext(this::hear)
                .<Long>thenMany(Flux.error(() -> new IllegalStateException("The connection was closed")));
        Flux<Long> handedOn = listen().doOnSuccess(nothing -> changes.allMayHaveChanged())
                .then(round(LONGEST_PAUSE))
                .expand(last -> Mono.delay(last.pause()).then(round(last.pause())))
                .map(Round::rows);
        return Flux.merge(heard, handedOn);
    }

    private Mono<Void> listen() {
        return connection
                .createStatement("listen " + CHANNEL)
                .execute()
                .concatMap(result -> result.getRowsUpdated())
                .then();
    }

    /** An idle server asks less and less often, down to once a second. */
    private Mono<Round> round(Duration lastPause) {
        return connection
                .createStatement(HAND_ON)
                .execute()
                .concatMap(result -> result.map((row, metadata) -> required(row, 0, Long.class)))
                .last(0L)
                .timeout(LONGEST_ROUND)
                .map(rows -> new Round(rows, pauseAfter(rows, lastPause)));
    }

    static Duration pauseAfter(long rows, Duration lastPause) {
        if (rows == BATCH) {
            return Duration.ZERO;
        }
        if (rows > 0) {
            return BUSY_PAUSE;
        }
        Duration longer = lastPause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer.plus(BUSY_PAUSE);
    }

    private void hear(Notification notification) {
        String text = String.valueOf(notification.getParameter());
        String[] parts = text.split(" ", 2);
        try {
            changes.changed(
                    parts[0],
                    Arrays.stream(parts[1].split(",", -1)).map(UUID::fromString).toList());
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // anybody who may log in may notify; a message of another shape is not ours
            LOG.warn("Left out a notification of an unknown shape");
        }
    }
}
