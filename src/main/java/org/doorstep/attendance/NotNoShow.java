package org.doorstep.attendance;

import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** The booking is no no-show. */
record NotNoShow(BookingState state) implements Refusal {}
