package org.doorstep.attendance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A child who came after all, and when if that is known. */
record RevertNoShowInput(
        String bookingId, String reason, @Nullable Instant arrivedAt) {}
