package org.doorstep.attendance;

/** A child that came. */
record RecordArrivalInput(String bookingId) {}
