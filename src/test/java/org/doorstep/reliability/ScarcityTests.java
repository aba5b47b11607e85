package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.PostgresForTests;
import org.doorstep.reliability.Outcome.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fifty families at a server with two connections, and a database that does not answer in time. */
class ScarcityTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Deployment deployment;

    @BeforeAll
    static void start() throws SQLException {
        deployment = Deployment.on(PostgresForTests.fresh(), "scarcity", 50);
        deployment.start(
                1,
                "spring.r2dbc.pool.max-size=2",
                "spring.r2dbc.pool.max-acquire-time=1s",
                "doorstep.db.lock-timeout=2s",
                "doorstep.db.statement-timeout=3s");
    }

    @AfterAll
    static void stop() throws IOException {
        deployment.close();
    }

    @Test
    void without_a_free_connection_the_answer_is_typed_and_the_server_recovers() throws Exception {
        UUID session = deployment.session(200, 10);
        long before = unavailable();
        CompletableFuture<Integer> rush;
        // whoever gets one of the two connections waits for the session's row
        try (Connection other = deployment.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select from session where id = '%s' for update".formatted(session));
            rush = CompletableFuture.supplyAsync(() -> {
                try {
                    return Rush.on(deployment, session);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.until("families were told that the server is busy", PATIENCE, () -> unavailable() >= before + 10);
            other.rollback();
        }
        rush.join();

        keptAllPromises(before);
    }

    @Test
    void a_database_that_answers_too_late_leaves_no_half_of_a_write() throws Exception {
        UUID session = deployment.session(200, 11);
        long before = unavailable();
        deployment.execute("""
                create function too_late() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(20);
                    return null;
                end $$;
                create trigger too_late after insert on booking for each row execute function too_late();
                """);

        deployment
                .world()
                .families()
                .subList(0, 2)
                .forEach(
                        family -> deployment.clients().book(family.guardian(), session, family.children(), true, true));
        deployment.execute("drop function too_late cascade");

        keptAllPromises(before);
    }

    private static void keptAllPromises(long before) throws Exception {
        Evidence evidence = Healing.of(deployment);
        assertThat(unavailable()).as("calls that met the fault").isGreaterThan(before);
        assertThat(evidence.calls().stream()
                        .filter(call -> call.is(Status.UNKNOWN))
                        .map(call -> call.outcome().what()))
                .containsOnly("UNAVAILABLE");
        assertThat(Checker.violations(evidence)).isEmpty();
    }

    private static long unavailable() {
        return deployment.clients().history().calls().stream()
                .filter(call -> call.outcome().what().equals("UNAVAILABLE"))
                .count();
    }
}
