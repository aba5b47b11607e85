package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The booking is cancelled, used or expired already. */
record BookingNotActive(BookingState state) implements Refusal {}
