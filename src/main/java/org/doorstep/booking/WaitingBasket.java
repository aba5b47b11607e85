package org.doorstep.booking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Children who wait together, without saying who they are. */
record WaitingBasket(
        String bookingId,
        int children,
        int misfits,
        boolean together,
        WaitlistPriority priority,
        @Nullable WaitlistPriorityReason priorityReason,
        Instant since) {
    /** Why some wait before others, and how far before. */
    public record WaitlistPriority(String code, String name, int rank) {}

    /** Why a family was given its priority. */
    public enum WaitlistPriorityReason {
        HARDSHIP,
        NO_CARER_AT_HOME,
        REFERRED,
        CORRECTION
    }
}
