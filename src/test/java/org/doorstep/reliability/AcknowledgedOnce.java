package org.doorstep.reliability;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.BookingRow;
import org.doorstep.reliability.Tables.KeyRow;

/** What was acknowledged happened once: a key has one basket, and each booking has a request that asked for it. */
final class AcknowledgedOnce implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Map<UUID, List<BookingRow>> baskets =
                evidence.tables().bookings().stream().collect(Collectors.groupingBy(BookingRow::basket));
        Map<UUID, List<KeyRow>> keys = evidence.tables().keys().stream().collect(Collectors.groupingBy(KeyRow::key));
        for (Conclusion conclusion : Conclusion.of(evidence.calls())) {
            if (conclusion.is(Status.UNKNOWN) && !conclusion.is(Kind.READ)) {
                broken.accept("nobody knows how %s ended: %s"
                        .formatted(conclusion.operation(), conclusion.outcome().what()));
            }
            if (conclusion.is(Kind.BOOK) && conclusion.is(Status.OK)) {
                booked(conclusion, keys, baskets, broken);
            }
        }
        keysAndBaskets(evidence, baskets, broken);
        new Effects(evidence).judge(broken);
    }

    private static void booked(
            Conclusion conclusion,
            Map<UUID, List<KeyRow>> keys,
            Map<UUID, List<BookingRow>> baskets,
            Consumer<String> broken) {
        Operation operation = conclusion.operation();
        List<KeyRow> kept = keys.getOrDefault(operation.key(), List.of());
        if (kept.size() != 1) {
            broken.accept("%s was acknowledged, but its key is kept %d times".formatted(operation, kept.size()));
            return;
        }
        List<BookingRow> rows = baskets.getOrDefault(kept.get(0).basket(), List.of());
        Set<UUID> stored = rows.stream().map(BookingRow::id).collect(Collectors.toSet());
        for (Call call : conclusion.calls()) {
            if (call.is(Status.OK) && !stored.equals(Set.copyOf(call.outcome().bookings()))) {
                broken.accept("%s was acknowledged with bookings %s, but its basket has %s"
                        .formatted(operation, call.outcome().bookings(), stored));
            }
        }
        Set<UUID> children = rows.stream().map(BookingRow::child).collect(Collectors.toSet());
        boolean asAsked = rows.stream()
                        .allMatch(row -> row.session().equals(operation.session())
                                && row.bookedBy().equals(operation.person()))
                && children.size() == rows.size()
                && (operation.together()
                        ? children.equals(Set.copyOf(operation.children()))
                        : !children.isEmpty() && operation.children().containsAll(children));
        if (!asAsked) {
            broken.accept(
                    "%s asked for children %s, but its basket has %s".formatted(operation, operation.children(), rows));
        }
    }

    private static void keysAndBaskets(
            Evidence evidence, Map<UUID, List<BookingRow>> baskets, Consumer<String> broken) {
        Set<UUID> asked = evidence.calls().stream()
                .map(call -> call.operation().key())
                .collect(Collectors.toCollection(HashSet::new));
        Set<UUID> withKey = new HashSet<>();
        for (KeyRow row : evidence.tables().keys()) {
            if (row.basket() == null) {
                broken.accept("key %s was kept without a basket: half of a write".formatted(row.key()));
            } else if (!withKey.add(row.basket())) {
                broken.accept("basket %s has two keys".formatted(row.basket()));
            }
            if (!asked.contains(row.key())) {
                broken.accept("key %s was kept, but nobody asked with it".formatted(row.key()));
            }
        }
        baskets.keySet().stream()
                .filter(basket -> !withKey.contains(basket))
                .forEach(basket -> broken.accept("basket %s exists, but no key stands for it".formatted(basket)));
    }
}
