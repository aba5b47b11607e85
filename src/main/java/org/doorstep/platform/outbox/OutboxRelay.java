package org.doorstep.platform.outbox;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keeps a {@link Relay} running on a connection of its own, outside of the pool, for as long as the server runs. After a
 * break it connects anew, and every subscriber reads again what it may have missed.
 */
@Component
class OutboxRelay implements SmartLifecycle {

    static final String APPLICATION_NAME = "doorstep-outbox";
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionFactory connections;
    private final Changes changes;
    private @Nullable Disposable running;

    OutboxRelay(R2dbcConnectionDetails database, Changes changes) {
        this.connections = ConnectionFactories.get(database.getConnectionFactoryOptions()
                .mutate()
                .option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, APPLICATION_NAME)
                .build());
        this.changes = changes;
    }

    @Override
    public synchronized void start() {
        running = Flux.usingWhen(
                        Mono.<Connection>from(connections.create()).timeout(CONNECT_TIMEOUT),
                        connection -> new Relay((PostgresqlConnection) connection, changes).run(),
                        Connection::close)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .doBeforeRetry(OutboxRelay::warnOnce))
                .subscribe();
    }

    private static void warnOnce(Retry.RetrySignal signal) {
        if (signal.totalRetriesInARow() == 0) {
            LOG.warn(
                    "The connection that relays changes broke and is made anew: {}",
                    signal.failure().getClass().getName());
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
