package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.AlreadyArrived;
import org.doorstep.attendance.AttendanceRefusal.ArrivalNotOpen;
import org.doorstep.attendance.AttendanceRefusal.NotBooked;
import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A booking that nobody else changes until the transaction ends. */
record LockedBooking(
        UUID booking,
        UUID child,
        BookingState state,
        boolean admitsArrival,
        Instant startsAt,
        Instant endsAt,
        Instant earliest,
        Instant askedAt) {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    /** Uploads are known again for as long. */
    private static final Duration OLDEST = Duration.ofDays(30);

    static LockedBooking of(Readable row) {
        return new LockedBooking(
                required(row, "id", UUID.class),
                required(row, "child_id", UUID.class),
                BookingState.valueOf(required(row, "state", String.class)),
                Boolean.TRUE.equals(row.get("admits_arrival", Boolean.class)),
                required(row, "starts_at", Instant.class),
                required(row, "ends_at", Instant.class),
                required(row, "earliest", Instant.class),
                required(row, "asked_at", Instant.class));
    }

    /** What is odd about it is marked; this asks for no more than that it can have happened. */
    boolean canHaveArrivedAt(Instant moment) {
        return !moment.isBefore(earliest) && moment.isBefore(endsAt.plus(Duration.ofDays(1))) && isPast(moment);
    }

    /** Whether a moment is not ahead of the server, and no older than what uploads are remembered for. */
    boolean isPast(Instant moment) {
        return !moment.isAfter(askedAt.plus(CLOCKS_DIFFER)) && !moment.isBefore(askedAt.minus(OLDEST));
    }

    /** Why the child cannot be checked in now; null when it can. */
    @Nullable
    Refusal refusal() {
        if (state == BookingState.ATTENDED) {
            return new AlreadyArrived();
        }
        if (state != BookingState.CONFIRMED) {
            return new NotBooked(state);
        }
        return admitsArrival ? null : new ArrivalNotOpen(startsAt, endsAt);
    }
}
