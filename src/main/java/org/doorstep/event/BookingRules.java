package org.doorstep.event;

import org.jspecify.annotations.Nullable;

/** What holds for bookings of an event besides the times. */
public record BookingRules(
        @Nullable Integer yearlyLimit,
        Integer offerHoldHours,
        @Nullable Integer reconfirmHoursBefore,
        Integer reconfirmAnswerHours,
        @Nullable Integer noShowLimit,
        Integer noShowDays,
        Integer limitedOpensHoursBefore) {}
