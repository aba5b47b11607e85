package org.doorstep.platform.database;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Writes that finish although the caller hangs up. A cancelled R2DBC transaction can commit half of itself, so the
 * cancel signal never reaches the work; put a {@code timeout} outside of these methods, never inside.
 */
@Component
public class Transactions {

    private static final Set<String> DEADLOCK_OR_SERIALIZATION = Set.of("40P01", "40001");
    private static final Retry ON_CONFLICT = Retry.backoff(4, Duration.ofMillis(10))
            .maxBackoff(Duration.ofMillis(200))
            .jitter(0.75)
            .filter(Transactions::isConflict)
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    private final TransactionalOperator operator;

    Transactions(TransactionalOperator operator) {
        this.operator = operator;
    }

    /**
     * Runs {@code work} in one transaction. After a deadlock or a serialization failure it is subscribed to again, up to
     * four times, so it must have no effect outside of the database. Do not nest.
     */
    public <T> Mono<T> write(Mono<T> work) {
        return shielded(operator.transactional(work).retryWhen(ON_CONFLICT));
    }

    /** Runs a single statement, which is its own transaction. After a conflict it is run again, up to four times. */
    public <T> Mono<T> writeStatement(Mono<T> statement) {
        return shielded(statement.retryWhen(ON_CONFLICT));
    }

    /** Lets {@code work} finish whatever the subscriber does; the Reactor context reaches it. */
    public <T> Mono<T> shielded(Mono<T> work) {
        return Mono.deferContextual(
                context -> Mono.fromFuture(work.contextWrite(context).toFuture(), true));
    }

    private static boolean isConflict(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // no state: what the driver and the pool say by themselves, such as that no connection was free in time
            if (cause instanceof R2dbcException sql
                    && sql.getSqlState() != null
                    && DEADLOCK_OR_SERIALIZATION.contains(sql.getSqlState())) {
                return true;
            }
        }
        return false;
    }
}
