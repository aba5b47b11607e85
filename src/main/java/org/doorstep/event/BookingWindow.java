package org.doorstep.event;

import java.time.Instant;

/** When places of a session can be booked and given back. */
public record BookingWindow(Instant opensAt, Instant closesAt, Instant cancelUntil, boolean open) {}
