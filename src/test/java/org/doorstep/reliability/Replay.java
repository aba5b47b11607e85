package org.doorstep.reliability;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Tables.SessionRow;

/** The sessions as they were after each line of the journal. */
final class Replay {

    /** A session at one moment. */
    static final class Moment {

        int capacity;
        int taken;
        int waiting;
        final Map<UUID, BookingChange> holding = new LinkedHashMap<>();
        final Map<UUID, Basket> line = new LinkedHashMap<>();

        int free() {
            return capacity - holding.size();
        }

        int inLine() {
            return line.values().stream()
                    .mapToInt(basket -> basket.children().size())
                    .sum();
        }

        long offered() {
            return holding.values().stream()
                    .filter(booking -> booking.to().equals("OFFERED"))
                    .count();
        }
    }

    /** Children who wait together, by their bookings. */
    record Basket(UUID id, int rank, Instant since, boolean together, Map<UUID, UUID> children) {

        boolean isBefore(Basket other) {
            int order = Integer.compare(other.rank, rank);
            order = order != 0 ? order : since.compareTo(other.since);
            // PostgreSQL compares the bytes of ids, as their texts compare
            return (order != 0 ? order : id.toString().compareTo(other.id.toString())) < 0;
        }

        boolean fitsInto(int places) {
            return places >= (together ? children.size() : 1);
        }
    }

    private final Map<UUID, SessionRow> times;
    private final Map<UUID, Moment> sessions = new LinkedHashMap<>();
    private final Map<UUID, Set<UUID>> placesEver = new HashMap<>();

    Replay(List<SessionRow> sessions) {
        this.times = sessions.stream().collect(Collectors.toMap(SessionRow::id, row -> row));
    }

    Moment at(UUID session) {
        return sessions.computeIfAbsent(session, id -> new Moment());
    }

    /** Whether some child of a basket has held a place in another session of the same time so far. */
    boolean wasElsewhere(Basket basket, UUID session) {
        SessionRow here = times.get(session);
        return basket.children().values().stream()
                .flatMap(child -> placesEver.getOrDefault(child, Set.of()).stream())
                .anyMatch(other -> !other.equals(session) && times.get(other).overlaps(here));
    }

    void apply(Entry entry) {
        if (entry instanceof SessionChange change) {
            Moment moment = at(change.session());
            moment.capacity = change.capacity();
            moment.taken = change.taken();
            moment.waiting = change.waiting();
        } else if (entry instanceof BookingChange change) {
            apply(change);
        }
    }

    private void apply(BookingChange change) {
        Moment moment = at(change.session());
        moment.holding.remove(change.booking());
        Basket waiting = moment.line.get(change.basket());
        if (waiting != null) {
            waiting.children().remove(change.booking());
            if (waiting.children().isEmpty()) {
                moment.line.remove(change.basket());
            }
        }
        if (Places.isTaken(change.to())) {
            moment.holding.put(change.booking(), change);
            placesEver.computeIfAbsent(change.child(), id -> new HashSet<>()).add(change.session());
        } else if (change.to().equals("WAITLISTED")) {
            moment.line
                    .computeIfAbsent(
                            change.basket(),
                            id -> new Basket(
                                    id, change.rank(), change.createdAt(), change.together(), new LinkedHashMap<>()))
                    .children()
                    .put(change.booking(), change.child());
        }
    }
}
