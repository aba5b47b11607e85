package org.doorstep.booking;

import org.doorstep.event.Session;
import org.doorstep.platform.refusal.Refusal;

/** A session of a series that was not booked, and why. */
record SkippedSession(Session session, Refusal refusal) {}
