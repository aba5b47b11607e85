package org.doorstep.platform.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

@DoorstepTest
class TransactionsTests {

    @Autowired
    DatabaseClient database;

    @Autowired
    Transactions transactions;

    @BeforeEach
    void table() {
        database.sql("create table if not exists transactions_tests (half text)")
                .then()
                .block();
        database.sql("truncate transactions_tests").then().block();
    }

    @Test
    void a_write_finishes_although_its_caller_hangs_up() throws InterruptedException {
        assertThat(afterHangingUp(true)).containsExactly("first", "second");
    }

    @Test
    void without_the_shield_the_work_stops_where_the_caller_hangs_up() throws InterruptedException {
        assertThat(afterHangingUp(false)).doesNotContain("second");
    }

    @Test
    void a_failure_leaves_nothing() {
        Mono<Long> failing = insert("first").then(Mono.error(new IllegalArgumentException("refused")));

        assertThatThrownBy(() -> transactions.write(failing).block())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refused");
        assertThat(rows()).isEmpty();
    }

    @Test
    void a_deadlock_is_tried_again_and_other_failures_are_not() {
        AtomicInteger deadlocks = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();

        Mono<String> lucky = Mono.defer(() -> deadlocks.incrementAndGet() < 3
                ? Mono.error(new R2dbcTransientResourceException("deadlock detected", "40P01"))
                : Mono.just("done"));
        Mono<String> hopeless = Mono.defer(() -> {
            others.incrementAndGet();
            return Mono.error(new R2dbcTransientResourceException("disk full", "53100"));
        });

        assertThat(transactions.write(lucky).block()).isEqualTo("done");
        assertThat(deadlocks).hasValue(3);
        assertThatThrownBy(() -> transactions.write(hopeless).block()).hasMessageContaining("disk full");
        assertThat(others).hasValue(1);
    }

    @Test
    void a_write_that_gets_no_connection_in_time_fails_with_that() {
        Mono<String> waiting = Mono.error(new R2dbcTimeoutException("Connection acquisition timed out"));

        assertThatThrownBy(() -> transactions.writeStatement(waiting).block())
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessage("Connection acquisition timed out");
    }

    @Test
    void the_context_reaches_the_work() {
        Mono<String> work = Mono.deferContextual(context -> Mono.just(context.get("requestId")));

        assertThat(transactions
                        .write(work)
                        .contextWrite(context -> context.put("requestId", "r-1"))
                        .block())
                .isEqualTo("r-1");
    }

    private List<String> afterHangingUp(boolean shielded) throws InterruptedException {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Mono<Long> work = insert("first")
                .doOnNext(rows -> underWay.countDown())
                .then(Mono.delay(Duration.ofMillis(300)))
                .then(insert("second"))
                .doFinally(signal -> ended.countDown());

        Disposable caller = (shielded ? transactions.write(work) : work).subscribe();
        assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
        caller.dispose();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();

        // The commit follows the end of the work on the same connection.
        return requireNonNull(Mono.defer(this::all)
                .filter(rows -> rows.size() == (shielded ? 2 : 1))
                .repeatWhenEmpty(100, attempts -> attempts.delayElements(Duration.ofMillis(20)))
                .defaultIfEmpty(List.of())
                .block());
    }

    private Mono<Long> insert(String half) {
        return database.sql("insert into transactions_tests values ($1)")
                .bind(0, half)
                .fetch()
                .rowsUpdated();
    }

    private List<String> rows() {
        return requireNonNull(all().block());
    }

    private Mono<List<String>> all() {
        return database.sql("select half from transactions_tests order by half")
                .mapValue(String.class)
                .all()
                .collectList();
    }
}
