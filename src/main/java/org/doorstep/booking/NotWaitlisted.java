package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The booking does not wait for a place. */
record NotWaitlisted(BookingState state) implements Refusal {}
