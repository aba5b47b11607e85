package org.doorstep.reliability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.BookingRow;

/** Whether what was acknowledged, other than bookings, had its effect, and whether each effect was asked for. */
final class Effects {

    private final Evidence evidence;
    private final Map<UUID, BookingRow> rows;
    private final List<Conclusion> conclusions;

    Effects(Evidence evidence) {
        this.evidence = evidence;
        this.rows = evidence.tables().bookings().stream().collect(Collectors.toMap(BookingRow::id, row -> row));
        this.conclusions = Conclusion.of(evidence.calls());
    }

    void judge(Consumer<String> broken) {
        Set<UUID> accepted = new HashSet<>();
        Set<List<Object>> capacities = new HashSet<>();
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof BookingChange change && isAcceptance(change)) {
                accepted.add(change.booking());
            } else if (entry instanceof SessionChange change) {
                capacities.add(List.of(change.session(), change.capacity()));
            }
        }
        for (Conclusion conclusion : conclusions) {
            Operation operation = conclusion.operation();
            BookingRow row = rows.get(operation.booking());
            if (!conclusion.is(Status.OK)) {
                continue;
            }
            boolean lost = switch (operation.kind()) {
                case CANCEL, DECLINE -> row == null || !row.state().equals("CANCELLED");
                case ACCEPT -> row == null || !accepted.contains(row.id());
                case CHANGE_CAPACITY -> !capacities.contains(List.of(operation.session(), operation.capacity()));
                case BOOK, GRANT_CREDIT, CORRECT_AGE, WITHDRAW_CONSENT, GIVE_CONSENT, READ -> false;
            };
            if (lost) {
                broken.accept("%s was acknowledged, but there is no trace of it; its booking is %s"
                        .formatted(operation, row));
            }
        }
        unasked(broken);
    }

    private static boolean isAcceptance(BookingChange change) {
        return change.to().equals("CONFIRMED") && "OFFERED".equals(change.from());
    }

    private void unasked(Consumer<String> broken) {
        Map<Kind, Set<UUID>> asked = new HashMap<>();
        conclusions.stream()
                .filter(Conclusion::mayHaveHappened)
                .map(Conclusion::operation)
                .filter(operation -> operation.booking() != null)
                .forEach(operation -> {
                    Set<UUID> ids = asked.computeIfAbsent(operation.kind(), kind -> new HashSet<>());
                    ids.add(operation.booking());
                    BookingRow row = rows.get(operation.booking());
                    if (row != null && operation.kind() != Kind.CANCEL) {
                        ids.add(row.basket());
                    }
                });
        conclusions.stream()
                .filter(conclusion -> conclusion.is(Kind.WITHDRAW_CONSENT) && conclusion.mayHaveHappened())
                .forEach(conclusion -> asked.computeIfAbsent(Kind.WITHDRAW_CONSENT, kind -> new HashSet<>())
                        .addAll(conclusion.operation().children()));
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof BookingChange change) {
                boolean wanted = change.to().equals("CANCELLED")
                        ? knows(asked, Kind.CANCEL, change.booking())
                                || knows(asked, Kind.DECLINE, change.basket())
                                || knows(asked, Kind.WITHDRAW_CONSENT, change.child())
                        : !isAcceptance(change) || knows(asked, Kind.ACCEPT, change.basket());
                if (!wanted) {
                    broken.accept(
                            "booking %s became %s, but nobody asked for it".formatted(change.booking(), change.to()));
                }
            }
        }
    }

    private static boolean knows(Map<Kind, Set<UUID>> asked, Kind kind, UUID id) {
        return asked.getOrDefault(kind, Set.of()).contains(id);
    }
}
