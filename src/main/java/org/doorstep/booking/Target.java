package org.doorstep.booking;

import java.time.Instant;

/** The session that was to be booked, as the booking statement saw it. */
record Target(
        boolean open, boolean cancelled, Instant opensAt, Instant closesAt, int seatsLeft, int minAge, int maxAge) {}
