package org.doorstep.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ChangesTests {

    private final Changes changes = new Changes();
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();

    @Test
    void a_subscriber_hears_of_all_first_and_then_of_its_own() {
        StepVerifier.create(changes.of("session", Set.of(one, two)))
                .expectNext(Set.of(one, two))
                .then(() -> changes.changed("session", List.of(one, UUID.randomUUID())))
                .expectNext(Set.of(one))
                .then(() -> changes.changed("event", List.of(one)))
                .then(changes::allMayHaveChanged)
                .expectNext(Set.of(one, two))
                .thenCancel()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void a_slow_subscriber_hears_once_of_many_changes() {
        StepVerifier.create(changes.of("session", Set.of(one, two)), 1)
                .expectNext(Set.of(one, two))
                .then(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        changes.changed("session", List.of(i % 2 == 0 ? one : two));
                    }
                })
                .thenRequest(2)
                .expectNext(Set.of(one, two))
                .then(() -> changes.changed("session", List.of(two)))
                .expectNext(Set.of(two))
                .thenCancel()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void nothing_is_kept_of_a_subscriber_that_has_gone() {
        StepVerifier.create(changes.of("session", Set.of(one, two)))
                .expectNextCount(1)
                .then(() -> assertThat(changes.watched()).isEqualTo(2))
                .thenCancel()
                .verify(Duration.ofSeconds(5));

        assertThat(changes.watched()).isZero();
    }

    @Test
    void an_idle_relay_asks_less_and_less_often() {
        assertThat(Relay.pauseAfter(Relay.BATCH, Duration.ofSeconds(1))).isEqualTo(Duration.ZERO);
        assertThat(Relay.pauseAfter(3, Duration.ofSeconds(1))).hasMillis(50);
        assertThat(Relay.pauseAfter(0, Duration.ofMillis(50))).hasMillis(150);
        assertThat(Relay.pauseAfter(0, Duration.ofMillis(900))).hasSeconds(1);
    }
}
