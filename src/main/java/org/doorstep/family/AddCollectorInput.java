package org.doorstep.family;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Someone who may collect a child. */
record AddCollectorInput(
        UUID idempotencyKey,
        String childId,
        String name,
        String phone,
        CollectorRelation relation,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validUntil) {}
