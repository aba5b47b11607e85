package org.doorstep.reliability;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows at the end, and the journal of how they came about. */
record Tables(
        List<BookingRow> bookings,
        List<SessionRow> sessions,
        List<KeyRow> keys,
        List<CreditRow> credits,
        List<Entry> journal) {

    record BookingRow(UUID id, UUID session, UUID child, UUID basket, String state, UUID bookedBy) {}

    /**
     * A session at the end.
     *
     * @param yearlyLimit places that a child may hold in sessions of the event in this year; null when there is no limit
     */
    record SessionRow(
            UUID id,
            int capacity,
            int taken,
            int waiting,
            Instant startsAt,
            Instant endsAt,
            UUID event,
            int year,
            @Nullable Integer yearlyLimit) {

        /** Of an event of its own. */
        SessionRow(UUID id, int capacity, int taken, int waiting, Instant startsAt, Instant endsAt) {
            this(id, capacity, taken, waiting, startsAt, endsAt, id, 0, null);
        }

        boolean isOfTheSameYear(SessionRow other) {
            return event.equals(other.event) && year == other.year;
        }

        boolean overlaps(SessionRow other) {
            return startsAt.isBefore(other.endsAt) && other.startsAt.isBefore(endsAt);
        }
    }

    /**
     * What may be sent to a person.
     *
     * @param entries the sum of all that was granted and spent
     * @param taps how often the person granted one
     */
    record CreditRow(UUID person, int balance, int entries, int taps) {}

    /** An idempotency key of a booking; without a basket it is a half of a write. */
    record KeyRow(UUID person, UUID key, @Nullable UUID basket) {}
}
