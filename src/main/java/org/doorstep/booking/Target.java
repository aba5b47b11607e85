package org.doorstep.booking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The session that was to be booked, as the booking statement saw it.
 *
 * @param yearlyLimit places that a child may hold in sessions of the event in a year; 0 when there is no limit
 * @param year of Asia/Shanghai, in which the session begins
 * @param limitedOpensAt the first moment to book for a child who missed too many sessions; null when nobody is limited
 */
record Target(
        boolean open,
        boolean cancelled,
        Instant opensAt,
        Instant closesAt,
        int seatsLeft,
        int minAge,
        int maxAge,
        int yearlyLimit,
        int year,
        @Nullable Instant limitedOpensAt) {}
