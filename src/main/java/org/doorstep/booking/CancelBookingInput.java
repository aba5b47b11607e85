package org.doorstep.booking;

/** A booking to cancel. */
record CancelBookingInput(String bookingId) {}
