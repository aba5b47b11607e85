package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL dies by {@code kill -9}, postmaster and all, under load, and starts again on its data. */
class DatabaseCrashTests {

    private static CrashablePostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = CrashablePostgres.in(Settings.folder().resolve("database-crash"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void a_killed_database_loses_nothing_that_was_acknowledged() throws Exception {
        int kills = Settings.times(1, 4 * (int) Settings.time(Duration.ZERO).toMinutes());

        assertThat(violationsAfter(kills, "database_crash", "on")).isEmpty();
    }

    /** The control: with commits that nobody waits for, what was acknowledged is gone. */
    @Test
    void a_database_that_does_not_wait_for_its_commits_is_found() throws Exception {
        assertThat(violationsAfter(1, "database_crash_control", "off"))
                .anySatisfy(words ->
                        assertThat(words).startsWith("AcknowledgedOnce: ").contains("was acknowledged"));
    }

    private static List<String> violationsAfter(int kills, String name, String synchronousCommit)
            throws IOException, SQLException {
        try (Deployment deployment = Deployment.on(postgres.database(name), name, 40)) {
            List<UUID> sessions = deployment.sessions(6, 4, 10);
            deployment.execute("alter database %s set synchronous_commit = %s".formatted(name, synchronousCommit));
            // what the families find is on the disk
            deployment.execute("checkpoint");
            deployment.start(1);
            History history = deployment.clients().history();
            int inFlight = 0;
            int processes = 0;
            try (Storm storm = Storm.over(deployment, sessions, 12)) {
                for (int i = 0; i < kills; i++) {
                    storm.until(history.calls().size() + 80, Duration.ofSeconds(20));
                    inFlight += history.inFlight();
                    processes += postgres.kill();
                    postgres.restart();
                    storm.until(history.calls().size() + 60, Duration.ofSeconds(20));
                }
            }

            Evidence evidence = Healing.of(deployment);

            assertThat(inFlight).as("calls under way at the moment of a kill").isPositive();
            assertThat(processes).as("processes of PostgreSQL that were killed").isGreaterThan(5 * kills);
            assertThat(evidence.calls().stream()
                            .filter(call -> call.is(Outcome.Status.UNKNOWN))
                            .map(call -> call.outcome().what()))
                    .as("calls that a kill cut off")
                    .isNotEmpty()
                    .containsOnly("UNAVAILABLE");
            return Checker.violations(evidence);
        }
    }
}
