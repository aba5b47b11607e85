package org.doorstep.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.doorstep.platform.launch.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL that lives in the home folder, starts and stops with the server and keeps its data. */
record EmbeddedDatabase(EmbeddedPostgres postgres, Path data, HomeLock lock) implements DatabaseServer {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String DATABASE = "doorstep";
    private static final String USER = "postgres";

    static EmbeddedDatabase start(Path home) {
        HomeLock lock = HomeLock.take(home);
        Path data = home.resolve("postgres");
        Path serverLog = home.resolve("postgres.log");
        try {
            EmbeddedPostgres postgres = start(home, data, serverLog);
            createDatabase(postgres);
            return new EmbeddedDatabase(postgres, data, lock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            release(lock);
            throw new IllegalStateException(e);
        } catch (IOException | SQLException | IllegalStateException e) {
            release(lock);
            String reason = ServerLog.lastProblem(serverLog);
            throw new StartFailure(
                    "数据文件夹 %s 的 PostgreSQL 无法启动（%s）：数据可能已损坏，请用备份恢复，或移走该文件夹以从空库开始；日志在 %s"
                            .formatted(data, reason, serverLog),
                    "PostgreSQL cannot start in %s (%s): the data may be damaged; restore a backup, or move the folder away to start empty; its log is %s"
                            .formatted(data, reason, serverLog),
                    e);
        }
    }

    private static EmbeddedPostgres start(Path home, Path data, Path serverLog)
            throws IOException, InterruptedException {
        // Present only while a first start is under way, so what it guards has never held data.
        Path firstStart = home.resolve("postgres.first-start");
        if (Files.exists(firstStart)) {
            LeftoverServer.stop(data);
            FileSystemUtils.deleteRecursively(data);
        }
        boolean fresh = !Files.exists(data);
        if (fresh) {
            log.info("正在创建数据库，首次启动需要几秒 / Creating the database, which takes some seconds the first time");
            Files.deleteIfExists(firstStart);
            Files.createFile(firstStart);
        } else {
            LeftoverServer.stop(data);
            ServerLog.requireCluster(data);
        }
        Files.deleteIfExists(serverLog);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(home.resolve("postgres-binaries").toFile())
                .setPGStartupWait(Duration.ofSeconds(30))
                .setOutputRedirector(Redirect.appendTo(serverLog.toFile()))
                .setErrorRedirector(Redirect.appendTo(serverLog.toFile()))
                // The library's defaults are for throw-away data.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100");
        locale().forEach(builder::setLocaleConfig);
        EmbeddedPostgres postgres = builder.start();
        Files.deleteIfExists(firstStart);
        return postgres;
    }

    /** pg_trgm asks lc_ctype what a letter is; under plain C no Chinese character would be one. */
    static Map<String, String> locale() {
        String os = System.getProperty("os.name");
        String ctype = os.startsWith("Mac") ? "en_US.UTF-8" : "C.UTF-8";
        return os.startsWith("Windows")
                ? Map.of("locale-provider", "builtin", "builtin-locale", "C.UTF-8")
                : Map.of(
                        "locale-provider",
                        "builtin",
                        "builtin-locale",
                        "C.UTF-8",
                        "lc-ctype",
                        ctype,
                        "lc-collate",
                        "C");
    }

    private static void createDatabase(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select from pg_database where datname = '%s'".formatted(DATABASE))) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static void release(HomeLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("The lock of the home folder was not released", e);
        }
    }

    @Override
    public DatabaseAddress address() {
        return new DatabaseAddress("localhost", postgres.getPort(), DATABASE, USER, "", Map.of());
    }

    @Override
    public String description() {
        return "embedded PostgreSQL, %s, port %d".formatted(data, postgres.getPort());
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            log.warn("The embedded PostgreSQL did not stop; the next start will stop it", e);
        } finally {
            release(lock);
        }
    }
}
