package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child has a booking of this session, or waits for one. */
record AlreadyBooked(String childId) implements Refusal {}
