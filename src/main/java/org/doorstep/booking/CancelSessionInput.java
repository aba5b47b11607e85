package org.doorstep.booking;

/** A session to call off. */
record CancelSessionInput(String sessionId, String reason) {}
