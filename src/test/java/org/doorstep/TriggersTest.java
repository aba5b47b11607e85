package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.platform.database.Columns.required;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** {@code docs/triggers.md} says what the database does by itself, as its catalogue has it. */
@DoorstepTest
class TriggersTest {

    private static final Path PAGE = Path.of("docs/triggers.md");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** One trigger; {@code does} is the comment on its function. */
    private record Trigger(
            String table,
            String name,
            String when,
            String function,
            @Nullable String does) {}

    @Autowired
    private DatabaseClient database;

    /** It is written when it differs: look at the change, and commit it. */
    @Test
    void the_page_of_triggers_is_what_the_catalogue_says() throws IOException {
        String page = page(triggers());

        String written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        if (!written.equals(page)) {
            Files.writeString(PAGE, page);
        }

        assertThat(written).isEqualTo(page);
    }

    @Test
    void every_trigger_says_what_it_does() {
        assertThat(triggers())
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        trigger -> assertThat(trigger.does()).as(trigger.name()).isNotBlank());
    }

    /** Of each table in the order in which PostgreSQL fires them: before and after, and by name within each. */
    private List<Trigger> triggers() {
        List<Trigger> triggers = database.sql("""
                        select c.relname, t.tgname, p.proname, obj_description(p.oid, 'pg_proc') as does,
                               concat_ws(' ',
                                   case when (t.tgtype & 2) > 0 then 'before' else 'after' end,
                                   concat_ws(' or ',
                                       case when (t.tgtype & 4) > 0 then 'insert' end,
                                       case when (t.tgtype & 16) > 0 then 'update' || coalesce(' of ' || (
                                           select string_agg(a.attname, ', ' order by k.place)
                                           from unnest(t.tgattr) with ordinality k(number, place)
                                           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number), '') end,
                                       case when (t.tgtype & 8) > 0 then 'delete' end,
                                       case when (t.tgtype & 32) > 0 then 'truncate' end),
                                   case when (t.tgtype & 1) > 0 then 'for each row' else 'for each statement' end) as moment
                        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
                        where not t.tgisinternal and t.tgparentid = 0 and c.relnamespace = 'public'::regnamespace
                        order by c.relname,
                                 case when (t.tgtype & 2) > 0 then (t.tgtype & 1) else 3 - (t.tgtype & 1) end, t.tgname
                        """)
                .map(row -> new Trigger(
                        required(row, 0, String.class),
                        required(row, 1, String.class),
                        required(row, "moment", String.class),
                        required(row, 2, String.class),
                        row.get("does", String.class)))
                .all()
                .collectList()
                .block();
        return List.copyOf(triggers);
    }

    private static String page(List<Trigger> triggers) throws IOException {
        Map<String, String> files = files();
        Map<String, List<Trigger>> byTable =
                triggers.stream().collect(Collectors.groupingBy(Trigger::table, TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("""
                # What the database does by itself

                Written by `TriggersTest` from the catalogue, which fails when this page differs. The triggers of each table stand in the order in which PostgreSQL fires them.
                """);
        byTable.forEach((table, of) -> {
            page.append("\n## ")
                    .append(table)
                    .append("\n\n| trigger | when | what it does | file |\n| --- | --- | --- | --- |\n");
            of.forEach(trigger -> page.append("| `%s` | %s | %s | `%s` |\n"
                    .formatted(trigger.name(), trigger.when(), trigger.does(), files.get(trigger.function()))));
        });
        return page.toString();
    }

    /** The file that says last what a function is. */
    private static Map<String, String> files() throws IOException {
        Pattern function = Pattern.compile("^create (?:or replace )?function (\\w+)", Pattern.MULTILINE);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> migrations = Files.list(MIGRATIONS)) {
            // versioned ones come first, then those that are repeated
            for (Path file : migrations
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString().startsWith("R"))
                            .thenComparing(Path::getFileName))
                    .toList()) {
                function.matcher(Files.readString(file))
                        .results()
                        .forEach(found ->
                                files.put(found.group(1), file.getFileName().toString()));
            }
        }
        return files;
    }
}
