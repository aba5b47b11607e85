package org.doorstep.booking;

/** A priority for those who wait. */
record SetWaitlistPriorityInput(String bookingId, String priority, WaitlistPriorityReason reason) {}
