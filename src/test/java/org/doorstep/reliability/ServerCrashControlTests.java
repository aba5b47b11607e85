package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.World.Family;
import org.junit.jupiter.api.Test;

/**
 * The control of {@link ServerCrashTests}: a server whose writes have no transaction dies while the first of two statements
 * runs.
 */
class ServerCrashControlTests {

    @Test
    void without_transactions_a_kill_leaves_a_half_of_a_write_and_it_is_found() throws Exception {
        try (Deployment deployment = Deployment.on(PostgresForTests.fresh(), "server-crash-control", 2)) {
            Properties plan = new Properties();
            plan.setProperty("untransacted", "true");
            ServerProcess server = deployment.begin(
                    deployment.database().url(), List.of(Sabotage.argument(deployment.folder(), plan)));
            deployment.join(server, server.uri());
            Family holder = deployment.world().families().get(0);
            Family waiting = deployment.world().families().get(1);
            UUID session = deployment.session(1, 10);
            UUID held = book(deployment, holder, session).bookings().get(0);
            book(deployment, waiting, session);
            deployment.execute("""
                    create function linger() returns trigger language plpgsql as $$
                    begin
                        perform pg_sleep(2);
                        return null;
                    end $$;
                    create trigger linger after update on booking for each row
                        when (new.state = 'CANCELLED') execute function linger();
                    """);
            Operation cancellation = Operation.about(
                    deployment.clients().history().next(), Kind.CANCEL, holder.guardian(), session, held);

            deployment.clients().hangUp(cancellation, Duration.ofSeconds(1));
            server.kill();
            deployment.leave(server);
            deployment.start(1);

            assertThat(Checker.violations(Healing.of(deployment)))
                    .singleElement()
                    .asString()
                    .startsWith("SoldOut: session %s has 1 free places".formatted(session));
        }
    }

    private static Outcome book(Deployment deployment, Family family, UUID session) {
        return deployment
                .clients()
                .book(family.guardian(), session, family.children().subList(0, 1), true, true);
    }
}
