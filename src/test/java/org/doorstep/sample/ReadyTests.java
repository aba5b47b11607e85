package org.doorstep.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.doorstep.Doorstep;
import org.doorstep.PostgresForTests;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Who is answered by a server with sample data finds the data. */
class ReadyTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void the_port_does_not_answer_before_the_sample_data_stands() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        int port = freePort();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // as if another server were loading
            statement.execute("select pg_advisory_lock(hashtext('org.doorstep.sample'))");
            CompletableFuture<ConfigurableApplicationContext> starting =
                    CompletableFuture.supplyAsync(() -> start(database, port));
            awaitLoader(statement, starting);

            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> stations(port));
            assertThat(starting).isNotDone();

            statement.execute("select pg_advisory_unlock(hashtext('org.doorstep.sample'))");
            try (ConfigurableApplicationContext server = starting.get()) {
                assertThat(server.isRunning()).isTrue();
                assertThat(stations(port)).contains("\"totalCount\":24");
            }
        }
    }

    private static void awaitLoader(Statement statement, Future<?> starting) throws SQLException {
        boolean waits;
        do {
            try (ResultSet locks = statement.executeQuery("""
                    select exists (select from pg_locks l join pg_database d on d.oid = l.database
                                   where l.locktype = 'advisory' and not l.granted and d.datname = current_database()),
                           pg_sleep(0.05)
                    """)) {
                locks.next();
                waits = locks.getBoolean(1);
            }
        } while (!waits && !starting.isDone());
    }

    private ConfigurableApplicationContext start(PostgresForTests.Database database, int port) {
        return new SpringApplicationBuilder(Doorstep.class)
                .profiles("test")
                .run(
                        "--server.port=" + port,
                        "--doorstep.sample-data=true",
                        "--doorstep.audit.head=target/audit-heads/" + database.name() + "-" + port + ".json",
                        "--doorstep.db.url=" + database.url(),
                        "--doorstep.db.user=" + database.user(),
                        "--doorstep.db.password=" + database.password());
    }

    private String stations(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\": \"{ stations { totalCount } }\"}", UTF_8))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
