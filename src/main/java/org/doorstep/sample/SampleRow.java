package org.doorstep.sample;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a {@link SampleFiles}; {@code place} says where it stands, for whoever must mend it. */
record SampleRow(String place, Map<String, String> values) {

    @Nullable
    String find(String column) {
        String value = values.get(column);
        if (value == null) {
            throw new IllegalStateException(place + " has no column " + column);
        }
        return value.isEmpty() ? null : value;
    }

    String text(String column) {
        String value = find(column);
        if (value == null) {
            throw new IllegalStateException(place + " has nothing in column " + column);
        }
        return value;
    }

    List<String> list(String column) {
        String value = find(column);
        return value == null ? List.of() : List.of(value.split("\\|"));
    }

    int number(String column) {
        return Integer.parseInt(text(column));
    }

    boolean yes(String column) {
        return text(column).equals("yes");
    }
}
