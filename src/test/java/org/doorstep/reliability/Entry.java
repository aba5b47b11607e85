package org.doorstep.reliability;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of the journal that triggers of the test's database write, in the order in which the rows were written. */
sealed interface Entry {

    /** The transaction that wrote it. */
    long transaction();

    /**
     * A booking that is new (then {@code from} is null) or changed its state.
     *
     * @param rank of the priority it waits with
     * @param heldUntil when the offer that it had until now runs out
     */
    record BookingChange(
            long transaction,
            UUID booking,
            UUID session,
            UUID child,
            UUID basket,
            @Nullable String from,
            String to,
            Instant createdAt,
            int rank,
            boolean together,
            Instant at,
            @Nullable Instant heldUntil)
            implements Entry {}

    /** A session that is new or was updated. */
    record SessionChange(long transaction, UUID session, int capacity, int taken, int waiting) implements Entry {}

    /** What keeps a child from all places, for as long as it is there: its age, or a consent that is missing. */
    record Obstacle(long transaction, UUID child, String kind, boolean present) implements Entry {}

    /** A decision about a basket that waits. */
    record Decision(long transaction, UUID session, UUID basket, boolean offered, String reason) implements Entry {}

    /**
     * An entry of the audit record about a booking, a message about a basket, or a row of the outbox about a session
     * (then without an action).
     */
    record Notice(long transaction, UUID subject, @Nullable String action) implements Entry {}
}
