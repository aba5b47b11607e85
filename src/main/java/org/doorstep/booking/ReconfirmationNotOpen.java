package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The family is not asked at the moment: not yet, not at all, or it has answered. */
record ReconfirmationNotOpen(BookingState state) implements Refusal {}
