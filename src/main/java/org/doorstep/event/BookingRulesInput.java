package org.doorstep.event;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** What holds for bookings of an event besides the times. */
record BookingRulesInput(@Nullable Integer yearlyLimit, int offerHoldHours) {

    private static final int MAX_YEARLY = 366;
    private static final int MAX_HOLD_HOURS = 168;

    void check(InputCheck check, String path) {
        if (yearlyLimit != null) {
            check.range(yearlyLimit, path + ".yearlyLimit", 1, MAX_YEARLY);
        }
        check.range(offerHoldHours, path + ".offerHoldHours", 1, MAX_HOLD_HOURS);
    }
}
