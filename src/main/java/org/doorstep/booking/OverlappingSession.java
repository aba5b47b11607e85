package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child has a place in another session at that time. */
record OverlappingSession(String childId) implements Refusal {}
