package org.doorstep.waitlist;

import java.time.Instant;
import org.doorstep.booking.Booking.WaitlistPriority;
import org.doorstep.booking.Booking.WaitlistPriorityReason;
import org.jspecify.annotations.Nullable;

/** Children who wait together, without saying who they are. */
record WaitingBasket(
        String bookingId,
        int children,
        int misfits,
        boolean together,
        WaitlistPriority priority,
        @Nullable WaitlistPriorityReason priorityReason,
        Instant since) {}
