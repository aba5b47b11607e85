package org.doorstep.reliability;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended for the client.
 *
 * @param what the type of the result, the code of the refusal, or what went wrong
 * @param bookings the bookings of the result
 * @param seats what a read saw
 */
record Outcome(
        Status status,
        String what,
        List<UUID> bookings,
        @Nullable Seats seats) {

    enum Status {
        OK,
        REFUSED,
        /** It may have happened or not: no answer came, or one that says nothing about it. */
        UNKNOWN
    }

    /** A session as a reader sees it. */
    record Seats(int capacity, int left, int waiting) {}

    static Outcome ok(String type, List<UUID> bookings) {
        return new Outcome(Status.OK, type, bookings, null);
    }

    static Outcome seen(Seats seats) {
        return new Outcome(Status.OK, "Session", List.of(), seats);
    }

    static Outcome refused(String code) {
        return new Outcome(Status.REFUSED, code, List.of(), null);
    }

    static Outcome unknown(String reason) {
        return new Outcome(Status.UNKNOWN, reason, List.of(), null);
    }
}
