package org.doorstep.volunteer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A shift to plan. */
record PlanShiftInput(
        UUID idempotencyKey,
        String sessionId,
        @Nullable String role,
        @Nullable String skill,
        int needed,
        boolean caring,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt) {}
