package org.doorstep.reliability;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.doorstep.reliability.Tables.BookingRow;

/** What the API shows to a family is what is stored. */
final class ShownAsStored implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Map<UUID, Map<UUID, String>> stored = new HashMap<>();
        for (BookingRow row : evidence.tables().bookings()) {
            stored.computeIfAbsent(row.bookedBy(), person -> new HashMap<>()).put(row.id(), row.state());
        }
        evidence.shown().forEach((person, shown) -> {
            Map<UUID, String> rows = stored.getOrDefault(person, Map.of());
            if (!rows.equals(shown)) {
                broken.accept("person %s is shown the bookings %s, but has %s".formatted(person, shown, rows));
            }
        });
    }
}
