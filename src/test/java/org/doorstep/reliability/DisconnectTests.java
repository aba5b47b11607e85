package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.junit.jupiter.api.Test;

/** Clients hang up at any moment of a mutation or of a large read, from the first request of a cold server on. */
class DisconnectTests {

    @Test
    void whoever_hangs_up_leaves_no_half_of_a_write_and_no_stuck_connection() throws Exception {
        try (Deployment deployment = Deployment.on(PostgresForTests.fresh(), "disconnect", 40)) {
            deployment.start(1);

            hangUp(deployment);

            long landed = Healing.bookedUnknowingly(deployment);
            Evidence evidence = Healing.of(deployment);
            assertThat(landed).as("bookings whose clients had hung up").isPositive();
            assertThat(Checker.violations(evidence)).isEmpty();
            assertThat(Files.readString(deployment.folder().resolve("server-1.log")))
                    .doesNotContain("failed at");
        }
    }

    static void hangUp(Deployment deployment) throws SQLException {
        List<UUID> sessions = deployment.sessions(8, 3, 10);
        // so that a large read fills its page
        deployment.sessions(100, 3, 20);
        try (Storm storm = Storm.over(deployment, sessions, 16, 70)) {
            storm.until("clients have hung up", () -> hungUp(deployment) >= Settings.times(400, 10_000));
        }
    }

    private static long hungUp(Deployment deployment) {
        return deployment.clients().history().calls().stream()
                .filter(call -> call.outcome().what().equals(Clients.HUNG_UP))
                .count();
    }
}
