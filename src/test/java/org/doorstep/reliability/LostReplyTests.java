package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.doorstep.PostgresForTests.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The connection is cut after the commit and before the reply: the client's, and the server's own to PostgreSQL. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostReplyTests {

    private static final HttpScissors client = new HttpScissors(Settings.SEED, 4);
    private static final DatabaseScissors database = new DatabaseScissors(Settings.SEED, 4);
    private static final List<AutoCloseable> started = new ArrayList<>();
    private static Deployment deployment;

    @BeforeAll
    static void startBehindProxies() throws Exception {
        Database postgres = PostgresForTests.fresh();
        deployment = Deployment.on(postgres, "lost-reply", 40);
        started.add(deployment);
        TcpProxy toPostgres = TcpProxy.to(postgres.host(), postgres.port(), database::wire);
        started.add(toPostgres);
        ServerProcess server = deployment.begin(
                "postgresql://localhost:%d/%s".formatted(toPostgres.port(), postgres.name()), List.of());
        TcpProxy toServer = TcpProxy.to("localhost", server.uri().getPort(), client::wire);
        started.add(toServer);
        deployment.join(server, URI.create("http://localhost:" + toServer.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    @Test
    @Order(1)
    void a_retry_with_its_key_books_once_whatever_reply_was_lost() throws Exception {
        database.sharpen();
        try (Storm storm = Storm.over(deployment, deployment.sessions(6, 4, 10), 12)) {
            storm.until(Settings.times(500, Integer.MAX_VALUE), Settings.time(Duration.ofSeconds(10)));
        }
        database.blunt();
        client.blunt();
        long landed = Healing.bookedUnknowingly(deployment);

        Evidence evidence = Healing.of(deployment);

        assertThat(client.cuts()).as("replies to clients that were lost").isGreaterThan(5);
        assertThat(database.cuts()).as("commits the server did not hear of").isGreaterThan(5);
        assertThat(landed).as("bookings that their clients did not know of").isPositive();
        assertThat(Checker.violations(evidence)).isEmpty();
    }

    /** The control: a client that takes a new key for its retry is told a refusal, and has the booking all the same. */
    @Test
    @Order(2)
    void a_retry_with_another_key_is_found() throws Exception {
        client.sharpen();
        UUID session = deployment.session(50, 30);
        for (World.Family family : deployment.world().families()) {
            deployment.clients().book(family.guardian(), session, family.children(), true, true);
        }
        client.blunt();
        long landed = Healing.bookedUnknowingly(deployment);

        Evidence evidence = Healing.of(deployment, operation -> operation.withKey(UUID.randomUUID()));

        assertThat(landed).isPositive();
        assertThat(Checker.violations(evidence))
                .anySatisfy(words -> assertThat(words)
                        .startsWith("RefusedAbsent: ")
                        .contains("was refused with ALREADY_BOOKED, but basket"));
    }
}
