package org.doorstep.appeal;

import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** The booking is no no-show. */
record NotMissed(BookingState state) implements Refusal {}
