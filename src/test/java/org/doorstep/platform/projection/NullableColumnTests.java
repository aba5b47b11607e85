package org.doorstep.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** What a record reads as never null is a column that is never null. */
@DoorstepTest
class NullableColumnTests {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern TABLE = Pattern.compile("Projection\\.of\\(\"(\\w+)\"");
    private static final Pattern COLUMN = Pattern.compile(
            "Column<[^=]*> (\\w+) =\\s*Column\\.(?:of\\(\"(\\w+)\"|computed\\(\\s*\"\\w+\",\\s*\"\\{t}\\.(\\w+)(?:::\\w+)?\")");
    private static final Pattern REQUIRED = Pattern.compile("row\\.get\\((\\w+)\\)");
    private static final Pattern FOREIGN_KEY = Pattern.compile("ToOne\\.by\\(\\s*\"(\\w+)\"");

    /** Columns that may be null of a row that is then never read, each with its reason. */
    private static final Set<String> NEVER_READ_NULL = Set.of(
            "child.nickname: null once erased, and then no longer in a family",
            "collector.name: null once forgotten, and then no longer on the child's list",
            "collector.phone: null once forgotten, and then no longer on the child's list");

    @Autowired
    DatabaseClient database;

    @Test
    void what_is_read_as_never_null_is_never_null_in_the_table() throws IOException {
        Set<String> nullable = nullable();
        assertThat(nullable)
                .contains("attendance.left_at", "session.cancelled_at")
                .doesNotContain("session.starts_at");
        Set<String> required = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                required.addAll(required(Files.readString(file)));
            }
        }
        assertThat(required).contains("session.starts_at", "attendance.arrived_at", "sign_up.shift_id");

        required.retainAll(nullable);
        assertThat(required)
                .containsExactlyInAnyOrderElementsOf(NEVER_READ_NULL.stream()
                        .map(reason -> reason.substring(0, reason.indexOf(':')))
                        .toList());
    }

    @Test
    void a_record_that_reads_a_nullable_column_as_never_null_is_found() {
        String record = """
                private static final Column<Instant> LEFT_AT = Column.of("left_at", Instant.class);
                Projection.of("attendance", Attendance::new)
                return row.get(LEFT_AT);
                ToOne.by("role_code", "role", () -> null)
                """;
        assertThat(required(record)).containsExactlyInAnyOrder("attendance.left_at", "attendance.role_code");
        assertThat(required(record.replace("row.get", "row.find"))).containsExactly("attendance.role_code");
    }

    private static Set<String> required(String source) {
        List<String> tables =
                TABLE.matcher(source).results().map(found -> found.group(1)).toList();
        Set<String> read =
                REQUIRED.matcher(source).results().map(found -> found.group(1)).collect(Collectors.toSet());
        return tables.stream()
                .flatMap(table -> Stream.concat(
                                COLUMN.matcher(source)
                                        .results()
                                        .filter(found -> read.contains(found.group(1)))
                                        .map(NullableColumnTests::column),
                                FOREIGN_KEY.matcher(source).results().map(found -> found.group(1)))
                        .map(column -> table + "." + column))
                .collect(Collectors.toSet());
    }

    private static String column(MatchResult found) {
        return found.group(2) == null ? found.group(3) : found.group(2);
    }

    private Set<String> nullable() {
        return Set.copyOf(database.sql("""
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public' and is_nullable = 'YES'
                        """)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow());
    }
}
