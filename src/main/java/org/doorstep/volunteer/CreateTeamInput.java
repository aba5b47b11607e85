package org.doorstep.volunteer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team to found. */
record CreateTeamInput(
        UUID idempotencyKey,
        String stationId,
        String name,
        @Nullable String role,
        String leaderId) {}
