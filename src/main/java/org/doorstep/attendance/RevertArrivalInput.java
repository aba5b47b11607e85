package org.doorstep.attendance;

/** What was recorded by mistake, and why it is taken back. */
record RevertArrivalInput(String bookingId, String reason) {}
