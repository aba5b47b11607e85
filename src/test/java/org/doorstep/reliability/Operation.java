package org.doorstep.reliability;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants, whatever number of calls it takes.
 *
 * @param key the idempotency key of a booking or of a message credit
 * @param booking the booking that a cancellation or an answer to an offer is about
 * @param capacity the places wanted by a change of capacity, or the years that a correction makes a child old
 */
record Operation(
        long number,
        Kind kind,
        UUID person,
        UUID session,
        @Nullable UUID key,
        List<UUID> children,
        boolean together,
        boolean waits,
        @Nullable UUID booking,
        int capacity) {

    enum Kind {
        BOOK,
        CANCEL,
        ACCEPT,
        DECLINE,
        CHANGE_CAPACITY,
        GRANT_CREDIT,
        CORRECT_AGE,
        WITHDRAW_CONSENT,
        GIVE_CONSENT,
        READ
    }

    static Operation book(
            long number, UUID person, UUID session, UUID key, List<UUID> children, boolean together, boolean waits) {
        return new Operation(number, Kind.BOOK, person, session, key, children, together, waits, null, 0);
    }

    static Operation about(long number, Kind kind, UUID person, UUID session, UUID booking) {
        return new Operation(number, kind, person, session, null, List.of(), false, false, booking, 0);
    }

    static Operation capacity(long number, UUID person, UUID session, int capacity) {
        return new Operation(
                number, Kind.CHANGE_CAPACITY, person, session, null, List.of(), false, false, null, capacity);
    }

    /** One more message that may be sent to a person. */
    static Operation credit(long number, UUID person, UUID session, UUID key) {
        return new Operation(number, Kind.GRANT_CREDIT, person, session, key, List.of(), false, false, null, 0);
    }

    /** Another birth date of a child, so that it is this many years old and fits, or not. */
    static Operation age(long number, UUID person, UUID session, UUID child, int years) {
        return new Operation(
                number, Kind.CORRECT_AGE, person, session, null, List.of(child), false, false, null, years);
    }

    /** A consent for a child that is taken back, or given. */
    static Operation consent(long number, Kind kind, UUID person, UUID session, UUID child) {
        return new Operation(number, kind, person, session, null, List.of(child), false, false, null, 0);
    }

    static Operation read(long number, UUID person, UUID session) {
        return new Operation(number, Kind.READ, person, session, null, List.of(), false, false, null, 0);
    }

    /** The same wish under another key, as a careless client would repeat it. */
    Operation withKey(UUID another) {
        return new Operation(number, kind, person, session, another, children, together, waits, booking, capacity);
    }

    @Override
    public String toString() {
        String what = booking != null ? " of booking " + booking : key != null ? " with key " + key : "";
        return "operation %d (%s%s in session %s)".formatted(number, kind, what, session);
    }
}
