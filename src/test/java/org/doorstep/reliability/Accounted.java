package org.doorstep.reliability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Notice;
import org.doorstep.reliability.Entry.SessionChange;

/**
 * Each change of a booking has its entry in the audit record, each change of places its row in the outbox, and each place
 * that a family got without asking for it at that moment its message.
 */
final class Accounted implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Set<List<Object>> noted = new HashSet<>();
        Set<List<Object>> changed = new HashSet<>();
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof Notice notice) {
                noted.add(
                        notice.action() == null
                                ? List.of(notice.transaction(), notice.subject())
                                : List.of(notice.transaction(), notice.subject(), notice.action()));
            } else if (entry instanceof BookingChange change) {
                changed.add(List.of(change.transaction(), change.booking(), "BOOKING_" + change.to()));
            }
        }
        changed.stream()
                .filter(change -> !noted.contains(change))
                .forEach(change -> broken.accept(
                        "booking %s has no %s in the audit record".formatted(change.get(1), change.get(2))));
        noted.stream()
                .filter(notice -> notice.size() == 3
                        && notice.get(2).toString().startsWith("BOOKING_")
                        && !changed.contains(notice))
                .forEach(notice -> broken.accept("the audit record has %s of booking %s, which did not happen"
                        .formatted(notice.get(2), notice.get(1))));
        outbox(evidence, noted, broken);
        messages(evidence, noted, broken);
    }

    private static void messages(Evidence evidence, Set<List<Object>> noted, Consumer<String> broken) {
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof BookingChange change) {
                String message = change.to().equals("OFFERED")
                        ? "MESSAGE_OFFER"
                        : change.to().equals("CONFIRMED") ? "MESSAGE_BOOKING_CONFIRMED" : null;
                if (message != null && !noted.contains(List.of(change.transaction(), change.basket(), message))) {
                    broken.accept(
                            "basket %s became %s, but there is no %s".formatted(change.basket(), change.to(), message));
                }
            }
        }
    }

    private static void outbox(Evidence evidence, Set<List<Object>> noted, Consumer<String> broken) {
        Map<UUID, SessionChange> last = new HashMap<>();
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof SessionChange change) {
                SessionChange before = last.put(change.session(), change);
                boolean differs = before != null
                        && (before.taken() != change.taken()
                                || before.waiting() != change.waiting()
                                || before.capacity() != change.capacity());
                if (differs && !noted.contains(List.of(change.transaction(), change.session()))) {
                    broken.accept("session %s changed to %d taken and %d waiting, but the outbox has no row of it"
                            .formatted(change.session(), change.taken(), change.waiting()));
                }
            }
        }
    }
}
