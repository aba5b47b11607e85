package org.doorstep.reliability;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Obstacle;
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
    private final Map<UUID, Set<UUID>> places = new HashMap<>();
    private final Map<String, Set<UUID>> unfit = new HashMap<>();

    Replay(List<SessionRow> sessions) {
        this.times = sessions.stream().collect(Collectors.toMap(SessionRow::id, row -> row));
    }

    Moment at(UUID session) {
        return sessions.computeIfAbsent(session, id -> new Moment());
    }

    /** Whether something keeps a basket from a place in the session now: of siblings who stay together one is enough. */
    boolean isHindered(Basket basket, UUID session) {
        Predicate<UUID> hindered = child -> unfit.values().stream().anyMatch(children -> children.contains(child))
                || isElsewhere(child, session)
                || hasAllOfTheYear(child, session);
        Collection<UUID> children = basket.children().values();
        return basket.together()
                ? children.stream().anyMatch(hindered)
                : children.stream().allMatch(hindered);
    }

    private boolean isElsewhere(UUID child, UUID session) {
        SessionRow here = times.get(session);
        return places.getOrDefault(child, Set.of()).stream()
                .anyMatch(other -> !other.equals(session) && times.get(other).overlaps(here));
    }

    private boolean hasAllOfTheYear(UUID child, UUID session) {
        SessionRow here = times.get(session);
        return here.yearlyLimit() != null
                && places.getOrDefault(child, Set.of()).stream()
                                .filter(other -> times.get(other).isOfTheSameYear(here))
                                .count()
                        >= here.yearlyLimit();
    }

    void apply(Entry entry) {
        if (entry instanceof SessionChange change) {
            Moment moment = at(change.session());
            moment.capacity = change.capacity();
            moment.taken = change.taken();
            moment.waiting = change.waiting();
        } else if (entry instanceof BookingChange change) {
            apply(change);
        } else if (entry instanceof Obstacle obstacle) {
            Set<UUID> children = unfit.computeIfAbsent(obstacle.kind(), kind -> new HashSet<>());
            if (obstacle.present()) {
                children.add(obstacle.child());
            } else {
                children.remove(obstacle.child());
            }
        }
    }

    private void apply(BookingChange change) {
        Moment moment = at(change.session());
        if (moment.holding.remove(change.booking()) != null) {
            places.getOrDefault(change.child(), new HashSet<>()).remove(change.session());
        }
        Basket waiting = moment.line.get(change.basket());
        if (waiting != null) {
            waiting.children().remove(change.booking());
            if (waiting.children().isEmpty()) {
                moment.line.remove(change.basket());
            }
        }
        if (Places.isTaken(change.to())) {
            moment.holding.put(change.booking(), change);
            places.computeIfAbsent(change.child(), id -> new HashSet<>()).add(change.session());
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
