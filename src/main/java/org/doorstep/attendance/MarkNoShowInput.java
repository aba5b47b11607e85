package org.doorstep.attendance;

/** A booked child who did not come. */
record MarkNoShowInput(String bookingId) {}
