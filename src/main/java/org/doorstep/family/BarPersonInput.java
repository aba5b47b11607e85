package org.doorstep.family;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Someone who may never collect a child. */
record BarPersonInput(
        UUID idempotencyKey,
        String childId,
        String name,
        @Nullable String phone,
        @Nullable String note) {}
