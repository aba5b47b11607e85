package org.doorstep.booking;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Children to book for a session. */
record BookSessionInput(
        UUID idempotencyKey,
        String sessionId,
        List<String> childIds,
        @Nullable FamilyPolicy familyPolicy,
        @Nullable IfFull ifFull) {

    FamilyPolicy policy() {
        return Objects.requireNonNullElse(familyPolicy, FamilyPolicy.ALL_OR_NOTHING);
    }

    boolean joinsWaitlist() {
        return ifFull == IfFull.JOIN_WAITLIST;
    }
}
