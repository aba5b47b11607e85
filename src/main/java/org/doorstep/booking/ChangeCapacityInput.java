package org.doorstep.booking;

/** Another number of places for a session. */
record ChangeCapacityInput(String sessionId, int capacity) {}
