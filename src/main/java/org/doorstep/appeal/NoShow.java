package org.doorstep.appeal;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** A session that a child was booked for and missed. */
record NoShow(Selected row) {

    static final Column<UUID> CHILD = Column.of("child_id", UUID.class);
    private static final Column<Instant> MISSED_AT = Column.computed("began_at", "lower({t}.period)", Instant.class);
    private static final Column<Instant> COUNTS_UNTIL =
            Column.computed("counts_until", "(lower({t}.period) + make_interval(days => :days))", Instant.class);
    private static final Column<Instant> EXCUSED_AT = Column.of("excused_at", Instant.class);
    private static final ToOne<Booking> BOOKING =
            new ToOne<>("booking", () -> Booking.PROJECTION, "{t}.id = {p}.id", false);
    private static final ToOne<NoShowAppeal> APPEAL =
            new ToOne<>("appeal", () -> NoShowAppeal.PROJECTION, "{t}.booking_id = {p}.id", true);

    static final Projection<NoShow> PROJECTION = Projection.of("booking", NoShow::new)
            .always(CHILD, EXCUSED_AT)
            .field("missedAt", MISSED_AT)
            .field("countsUntil", COUNTS_UNTIL)
            .one(BOOKING)
            .one(APPEAL);

    public Booking booking() {
        return row.get(BOOKING);
    }

    public Instant missedAt() {
        return row.get(MISSED_AT);
    }

    public Instant countsUntil() {
        return row.get(COUNTS_UNTIL);
    }

    public @Nullable Instant excusedAt() {
        return row.find(EXCUSED_AT);
    }

    public @Nullable NoShowAppeal appeal() {
        return row.find(APPEAL);
    }
}
