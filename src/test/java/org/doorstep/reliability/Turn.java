package org.doorstep.reliability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one transaction did to one session. The row of the session makes transactions take turns. */
record Turn(long transaction, List<Entry> entries) {

    /** The turns of each session, in their order. */
    static Map<UUID, List<Turn>> bySession(List<Entry> journal) {
        Map<UUID, List<Turn>> turns = new LinkedHashMap<>();
        for (Entry entry : journal) {
            UUID session = sessionOf(entry);
            if (session == null) {
                continue;
            }
            List<Turn> earlier = turns.computeIfAbsent(session, id -> new ArrayList<>());
            if (earlier.isEmpty() || earlier.get(earlier.size() - 1).transaction() != entry.transaction()) {
                earlier.add(new Turn(entry.transaction(), new ArrayList<>()));
            }
            earlier.get(earlier.size() - 1).entries().add(entry);
        }
        return turns;
    }

    private static @Nullable UUID sessionOf(Entry entry) {
        if (entry instanceof Entry.BookingChange booking) {
            return booking.session();
        }
        if (entry instanceof Entry.SessionChange session) {
            return session.session();
        }
        return entry instanceof Entry.Decision decision ? decision.session() : null;
    }

    List<Entry.BookingChange> bookings() {
        return of(Entry.BookingChange.class);
    }

    List<Entry.Decision> decisions() {
        return of(Entry.Decision.class);
    }

    /** The session as the turn left it; null when it did not touch the row. */
    Entry.@Nullable SessionChange session() {
        List<Entry.SessionChange> changes = of(Entry.SessionChange.class);
        return changes.isEmpty() ? null : changes.get(changes.size() - 1);
    }

    private <E extends Entry> List<E> of(Class<E> type) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
