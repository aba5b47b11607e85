package org.doorstep.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;

/**
 * The files of {@code sample/}. In each, lines that begin with {@code #} are for people, then come the columns' names and
 * the rows.
 */
record SampleFiles(Map<String, List<SampleRow>> byName) {

    private static final List<String> NAMES = List.of(
            "services.csv",
            "areas.csv",
            "stations.csv",
            "facilities.csv",
            "opening-hours.csv",
            "people.csv",
            "families.csv",
            "children.csv",
            "events.csv",
            "bookings.csv",
            "volunteers.csv",
            "teams.csv",
            "foundations.csv",
            "projects.csv",
            "grants.csv",
            "budget-lines.csv");

    /** Blocks while it reads. */
    static SampleFiles read() {
        return new SampleFiles(NAMES.stream().collect(toMap(identity(), SampleFiles::rowsOf)));
    }

    List<SampleRow> rows(String name) {
        return requireNonNull(byName.get(name), name);
    }

    private static List<SampleRow> rowsOf(String name) {
        List<String> columns = List.of();
        List<SampleRow> rows = new ArrayList<>();
        int number = 0;
        for (String line : text(name).split("\r?\n")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> values = List.of(line.split(",", -1));
            if (columns.isEmpty()) {
                columns = values;
            } else {
                rows.add(row(name + ":" + number, columns, values));
            }
        }
        return rows;
    }

    private static SampleRow row(String place, List<String> columns, List<String> values) {
        if (values.size() != columns.size()) {
            throw new IllegalStateException(
                    "%s has %d values for %d columns".formatted(place, values.size(), columns.size()));
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), values.get(i).strip());
        }
        return new SampleRow(place, row);
    }

    private static String text(String name) {
        try {
            return new ClassPathResource("sample/" + name).getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
