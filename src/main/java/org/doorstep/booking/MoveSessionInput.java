package org.doorstep.booking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Another time for a session. */
record MoveSessionInput(
        String sessionId,
        Instant startsAt,
        Instant endsAt,
        @Nullable Overlapping overlapping) {

    boolean releases() {
        return overlapping == Overlapping.RELEASE;
    }
}
