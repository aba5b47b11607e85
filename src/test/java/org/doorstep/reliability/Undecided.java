package org.doorstep.reliability;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.BookingRow;
import org.doorstep.reliability.Tables.KeyRow;
import org.jspecify.annotations.Nullable;

/**
 * Who was clearing an obstacle away while somebody else booked: which of the two came first cannot be told from outside.
 * What was acknowledged before the other one even asked did come first.
 */
final class Undecided {

    private static final Set<Kind> CLEARS = EnumSet.of(Kind.CANCEL, Kind.DECLINE, Kind.CORRECT_AGE, Kind.GIVE_CONSENT);

    private final Map<UUID, UUID> personOf;
    private final Map<UUID, UUID> keyOf;
    private final Map<UUID, List<Call>> bookings;
    private final Map<UUID, List<Call>> clearing;

    Undecided(Evidence evidence) {
        personOf = evidence.tables().bookings().stream()
                .collect(Collectors.toMap(BookingRow::basket, BookingRow::bookedBy, (one, other) -> one));
        keyOf = evidence.tables().keys().stream()
                .filter(row -> row.basket() != null)
                .collect(Collectors.toMap(KeyRow::basket, KeyRow::key, (one, other) -> one));
        bookings = evidence.calls().stream()
                .filter(call -> call.is(Kind.BOOK))
                .collect(Collectors.groupingBy(call -> call.operation().key()));
        clearing = evidence.calls().stream()
                .filter(call -> CLEARS.contains(call.operation().kind()))
                .collect(Collectors.groupingBy(call -> call.operation().person()));
    }

    /** Whether the family of the waiting basket was doing so while the other basket was booked. */
    boolean was(UUID waiting, UUID booked) {
        List<Call> asked = bookings.getOrDefault(keyOf.get(booked), List.of());
        @Nullable UUID family = personOf.get(waiting);
        if (asked.isEmpty() || family == null) {
            return true;
        }
        long from = asked.stream().mapToLong(Call::invokedAt).min().orElseThrow();
        long until = asked.stream().mapToLong(Call::endedAt).max().orElseThrow();
        return clearing.getOrDefault(family, List.of()).stream()
                .anyMatch(call -> call.invokedAt() < until && (call.endedAt() > from || call.is(Status.UNKNOWN)));
    }
}
