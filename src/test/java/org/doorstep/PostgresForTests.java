package org.doorstep;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL per test JVM: a container where Docker answers, the embedded server elsewhere. */
public final class PostgresForTests {

    /** A database with all migrations applied and no rows. */
    public record Database(String host, int port, String name, String user, String password) {

        public String url() {
            return "postgresql://%s:%d/%s".formatted(host, port, name);
        }

        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:" + url(), user, password);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(PostgresForTests.class);
    private static final String TEMPLATE = "doorstep_template";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Database SERVER = start();

    private PostgresForTests() {}

    /** A database of its own for each caller. */
    public static synchronized Database fresh() {
        return create("test_" + COUNT.incrementAndGet(), TEMPLATE);
    }

    /** A database without any table. */
    public static synchronized Database empty() {
        return create("empty_" + COUNT.incrementAndGet(), "template1");
    }

    private static Database create(String name, String template) {
        execute(SERVER, "create database %s template %s".formatted(name, template));
        return named(name);
    }

    private static Database named(String name) {
        return new Database(SERVER.host(), SERVER.port(), name, SERVER.user(), SERVER.password());
    }

    private static Database start() {
        Database server = DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
        execute(server, "create database " + TEMPLATE);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), TEMPLATE),
                        server.user(),
                        server.password())
                .load()
                .migrate();
        return server;
    }

    private static Database container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.start();
        log.info("Tests use PostgreSQL 18 in a container, port {}", container.getMappedPort(5432));
        return new Database(
                container.getHost(),
                container.getMappedPort(5432),
                "postgres",
                container.getUsername(),
                container.getPassword());
    }

    private static Database embedded() {
        // Binaries are unpacked once per account: another user's folder could not be written.
        File binaries =
                new File(System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name"));
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries)
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("lc-collate", "C")
                    .setLocaleConfig("lc-ctype", onMac() ? "en_US.UTF-8" : "C.UTF-8")
                    .start();
            log.info("Tests use the embedded PostgreSQL, port {}: no Docker answered", postgres.getPort());
            return new Database("localhost", postgres.getPort(), "postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean onMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static void execute(Database database, String sql) {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
