package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doorstep.PostgresForTests;
import org.junit.jupiter.api.Test;

/** One of two servers dies by {@code kill -9} under load, again and again; the other goes on. */
class ServerCrashTests {

    @Test
    void a_killed_server_loses_and_doubles_nothing() throws Exception {
        try (Deployment deployment = Deployment.on(PostgresForTests.fresh(), "server-crash", 40)) {
            List<ServerProcess> servers = new ArrayList<>(deployment.start(2));
            int kills = Settings.times(1, 4 * (int) Settings.time(Duration.ZERO).toMinutes());
            int inFlight = 0;
            try (Storm storm = Storm.over(deployment, deployment.sessions(6, 4, 10), 16)) {
                for (int i = 0; i < kills; i++) {
                    int calls = deployment.clients().history().calls().size();
                    storm.until(calls + 40, Duration.ofSeconds(20));
                    ServerProcess victim = servers.remove(0);
                    inFlight += deployment.clients().history().inFlight();
                    victim.kill();
                    storm.until(calls + 100, Duration.ofSeconds(20));
                    deployment.leave(victim);
                    if (i < kills - 1) {
                        servers.addAll(deployment.start(1));
                    }
                }
            }

            Evidence evidence = Healing.of(deployment);

            assertThat(inFlight).as("calls under way at the moment of a kill").isPositive();
            assertThat(evidence.calls().stream()
                            .filter(call -> call.is(Outcome.Status.UNKNOWN)
                                    && !call.outcome().what().startsWith("ConnectException"))
                            .count())
                    .as("calls that a kill cut off")
                    .isPositive();
            assertThat(Checker.violations(evidence)).isEmpty();
        }
    }
}
