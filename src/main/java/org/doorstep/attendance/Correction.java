package org.doorstep.attendance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was recorded by mistake, and why it was taken back. */
record Correction(
        CorrectionKind kind,
        Instant correctedAt,
        @Nullable Instant recordedAt,
        @Nullable String reason) {

    /** Without the reason, since records end up in logs. */
    @Override
    public String toString() {
        return "Correction " + kind;
    }
}
