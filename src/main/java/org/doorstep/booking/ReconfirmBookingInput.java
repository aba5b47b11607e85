package org.doorstep.booking;

/** A booking to keep. */
record ReconfirmBookingInput(String bookingId) {}
