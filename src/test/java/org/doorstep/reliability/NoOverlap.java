package org.doorstep.reliability;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Tables.SessionRow;

/** No child has places in two sessions at a time, at no moment. */
final class NoOverlap implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Map<UUID, SessionRow> sessions =
                evidence.tables().sessions().stream().collect(Collectors.toMap(SessionRow::id, row -> row));
        Map<UUID, Map<UUID, BookingChange>> placesOfChild = new HashMap<>();
        for (Entry entry : evidence.tables().journal()) {
            if (!(entry instanceof BookingChange change)) {
                continue;
            }
            Map<UUID, BookingChange> places = placesOfChild.computeIfAbsent(change.child(), id -> new HashMap<>());
            boolean had = places.remove(change.booking()) != null;
            if (!Places.isTaken(change.to())) {
                continue;
            }
            if (!had) {
                places.values().stream()
                        .filter(other -> sessions.get(other.session()).overlaps(sessions.get(change.session())))
                        .forEach(other -> broken.accept("child %s had places in sessions %s and %s at a time"
                                .formatted(change.child(), other.session(), change.session())));
            }
            places.put(change.booking(), change);
        }
    }
}
