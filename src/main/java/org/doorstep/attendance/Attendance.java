package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** A child's stay at a session (到场). */
record Attendance(Selected row) {
    /** Where a child was at a session. */
    enum AttendanceMode {
        IN_PERSON,
        ONLINE
    }

    static final IdType ID = new IdType("att");

    private static final Column<Instant> ARRIVED_AT = Column.of("arrived_at", Instant.class);
    private static final Column<Instant> LEFT_AT = Column.computed(
            "left_at",
            "case when not exists (select from hand_over h where h.attendance_id = {t}.id and h.kind = 'NOT_RECORDED')"
                    + " then {t}.left_at end",
            Instant.class);
    private static final Column<String> MODE = Column.computed("mode", "{t}.mode::text", String.class);
    private static final Column<UUID> BOOKING = Column.of("booking_id", UUID.class);

    static final Projection<Attendance> PROJECTION = Projection.of("attendance", Attendance::new)
            .always(BOOKING)
            .field("arrivedAt", ARRIVED_AT)
            .field("leftAt", LEFT_AT)
            .field(MODE);

    UUID booking() {
        return row.get(BOOKING);
    }

    public String id() {
        return ID.encode(row.id());
    }

    public Instant arrivedAt() {
        return row.get(ARRIVED_AT);
    }

    public AttendanceMode mode() {
        return AttendanceMode.valueOf(row.get(MODE));
    }

    public @Nullable Instant leftAt() {
        return row.find(LEFT_AT);
    }
}
