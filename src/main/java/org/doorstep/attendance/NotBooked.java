package org.doorstep.attendance;

import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** The booking has no place. */
record NotBooked(BookingState state) implements Refusal {}
