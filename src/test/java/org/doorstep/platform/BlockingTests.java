package org.doorstep.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import org.doorstep.platform.id.IdType;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** BlockHound watches the event loops of every test: seen to bite, and seen to let pass what only looks like waiting. */
class BlockingTests {

    @Test
    void waiting_on_an_event_loop_fails() {
        Mono<Void> waiting =
                Mono.<Void>fromRunnable(() -> LockSupport.parkNanos(1_000_000)).subscribeOn(Schedulers.parallel());

        assertThatThrownBy(waiting::block).hasCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void making_an_id_on_an_event_loop_passes() {
        assertThat(Mono.fromCallable(IdType::next)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isNotNull();
    }
}
