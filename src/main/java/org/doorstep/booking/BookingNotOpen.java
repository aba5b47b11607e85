package org.doorstep.booking;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The session cannot be booked now: not yet, no more, or it is cancelled. */
record BookingNotOpen(Instant opensAt, Instant closesAt, boolean cancelled) implements Refusal {}
