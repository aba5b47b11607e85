package org.doorstep.booking;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.jspecify.annotations.Nullable;

/**
 * What the booking statement did and found.
 *
 * @param booked how many bookings it wrote
 * @param othersFirst whether a place is free that must be offered to those who wait before it can be booked
 * @param earlierBasket what the key stands for, when it was used before
 * @param samePayload whether it was used for the same request
 * @param target the session; null when there is none, or it is not published
 * @param unfit the first child that cannot be booked
 */
record Finding(
        int booked,
        boolean othersFirst,
        @Nullable UUID earlierBasket,
        boolean samePayload,
        @Nullable Target target,
        @Nullable Unfit unfit) {

    static Finding of(Readable row) {
        return new Finding(
                get(row, "booked", Integer.class),
                Boolean.TRUE.equals(row.get("others_first", Boolean.class)),
                row.get("earlier_basket", UUID.class),
                Boolean.TRUE.equals(row.get("same_payload", Boolean.class)),
                row.get("session_id", UUID.class) == null ? null : target(row),
                row.get("child_id", UUID.class) == null ? null : unfit(row));
    }

    private static Target target(Readable row) {
        return new Target(
                get(row, "open", Boolean.class),
                get(row, "cancelled", Boolean.class),
                get(row, "booking_opens_at", Instant.class),
                get(row, "booking_closes_at", Instant.class),
                get(row, "seats_left", Integer.class),
                get(row, "min_age", Integer.class),
                get(row, "max_age", Integer.class),
                Objects.requireNonNullElse(row.get("yearly_limit", Integer.class), 0),
                get(row, "year", Integer.class),
                row.get("limited_opens_at", Instant.class));
    }

    private static Unfit unfit(Readable row) {
        List<ConsentPurpose> missing = Arrays.stream(get(row, "missing", String[].class))
                .map(ConsentPurpose::valueOf)
                .toList();
        return new Unfit(
                get(row, "child_id", UUID.class),
                Unfit.Reason.valueOf(get(row, "reason", String.class)),
                missing,
                ContactPart.of(row.get("contact_missing", String[].class)),
                get(row, "no_shows", Integer.class),
                row.get("limited_until", Instant.class));
    }

    private static <T> T get(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
