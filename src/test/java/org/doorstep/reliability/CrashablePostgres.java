package org.doorstep.reliability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doorstep.PostgresForTests.Database;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL that can be killed with all its processes, and started again on the same data. */
final class CrashablePostgres implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres running;

    private CrashablePostgres(Path data) throws IOException {
        this.data = data;
        FileSystemUtils.deleteRecursively(data);
        this.running = start(0);
    }

    static CrashablePostgres in(Path folder) throws IOException {
        return new CrashablePostgres(folder.resolve("postgres"));
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(new File(
                        System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name")))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                // matters to those who do not wait for their commit, as the control does not
                .setServerConfig("wal_writer_delay", "10s")
                .setServerConfig("wal_writer_flush_after", "1GB")
                .setServerConfig("max_connections", "100");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    /** A migrated database. */
    Database database(String name) throws SQLException {
        Database server = new Database("localhost", running.getPort(), "postgres", "postgres", "postgres");
        Database database = new Database("localhost", running.getPort(), name, "postgres", "postgres");
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), database.user(), database.password())
                .load()
                .migrate();
        return database;
    }

    /** {@code kill -9} of the postmaster and of all its children; gives how many processes that were. */
    int kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until(
                "PostgreSQL is dead", Duration.ofSeconds(20), () -> all.stream().noneMatch(ProcessHandle::isAlive));
        return all.size();
    }

    /** Starts it again on the same port; it recovers from its log. */
    void restart() throws IOException {
        int port = running.getPort();
        Logger log = (Logger) LoggerFactory.getLogger(EmbeddedPostgres.class);
        // closing it gives its lock back, and complains that there is nothing to stop
        log.setLevel(Level.OFF);
        running.close();
        log.setLevel(null);
        running = start(port);
    }

    @Override
    public void close() throws IOException {
        running.close();
        FileSystemUtils.deleteRecursively(data);
    }
}
