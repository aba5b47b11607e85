package org.doorstep.attendance;

import org.jspecify.annotations.Nullable;

/** Who takes the child: one of the three. */
record CollectedByInput(
        @Nullable String collectorId,
        @Nullable String guardianId,
        @Nullable String passCode) {}
