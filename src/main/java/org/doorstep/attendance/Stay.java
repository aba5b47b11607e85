package org.doorstep.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.event.CustodyKind;
import org.jspecify.annotations.Nullable;

/**
 * An attendance at the moment of a departure.
 *
 * @param custody how this child leaves
 * @param firstDay the day of Asia/Shanghai on which the session begins
 * @param leftAt null while the child is here
 * @param departure null while the child is here
 * @param movedTo the booking of the session that the child went on to; null when it did not
 */
record Stay(
        UUID attendance,
        UUID child,
        Instant arrivedAt,
        CustodyKind custody,
        LocalDate firstDay,
        @Nullable Instant leftAt,
        @Nullable DepartureKind departure,
        @Nullable UUID movedTo) {

    /** Whether a departure was recorded. */
    boolean left() {
        return departure != null && departure != DepartureKind.NOT_RECORDED;
    }

    boolean movedOnBy(Instant moment) {
        return movedTo != null && leftAt != null && !moment.isBefore(leftAt);
    }
}
