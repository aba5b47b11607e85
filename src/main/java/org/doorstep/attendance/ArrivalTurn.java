package org.doorstep.attendance;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** A booking that nobody else changes until the transaction ends. */
record ArrivalTurn(UUID booking, UUID child, BookingState state, boolean isToday, Instant startsAt, Instant endsAt) {

    private static final Duration EARLY = Duration.ofHours(2);

    static ArrivalTurn of(Readable row) {
        return new ArrivalTurn(
                Objects.requireNonNull(row.get("id", UUID.class)),
                Objects.requireNonNull(row.get("child_id", UUID.class)),
                BookingState.valueOf(Objects.requireNonNull(row.get("state", String.class))),
                Boolean.TRUE.equals(row.get("is_today", Boolean.class)),
                Objects.requireNonNull(row.get("starts_at", Instant.class)),
                Objects.requireNonNull(row.get("ends_at", Instant.class)));
    }

    /** From two hours before the session until it ends. */
    boolean admitsArrivalAt(Instant moment) {
        return !moment.isBefore(startsAt.minus(EARLY)) && moment.isBefore(endsAt);
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
        return isToday ? null : new SessionNotToday(startsAt, endsAt);
    }
}
