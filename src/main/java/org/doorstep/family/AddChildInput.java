package org.doorstep.family;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A child to add. */
record AddChildInput(
        UUID idempotencyKey,
        String nickname,
        LocalDate birthDate,
        @Nullable String notes,
        List<ConsentInput> consents,
        @Nullable GuardianRelation relation) {}
