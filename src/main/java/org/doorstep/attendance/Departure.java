package org.doorstep.attendance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a child left a session. */
record Departure(
        DepartureKind kind, @Nullable Instant at, @Nullable String movedOnToBookingId, List<OddTime> odd) {}
