package org.doorstep.event;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** What holds for bookings of an event besides the times. */
record BookingRulesInput(
        @Nullable Integer yearlyLimit,
        int offerHoldHours,
        @Nullable Integer reconfirmHoursBefore,
        int reconfirmAnswerHours) {

    private static final int MAX_YEARLY = 366;
    private static final int MAX_HOLD_HOURS = 168;
    private static final int MAX_RECONFIRM_HOURS = 336;

    void check(InputCheck check, String path) {
        if (yearlyLimit != null) {
            check.range(yearlyLimit, path + ".yearlyLimit", 1, MAX_YEARLY);
        }
        check.range(offerHoldHours, path + ".offerHoldHours", 1, MAX_HOLD_HOURS)
                .range(reconfirmAnswerHours, path + ".reconfirmAnswerHours", 1, MAX_RECONFIRM_HOURS - 1);
        if (reconfirmHoursBefore != null) {
            check.range(reconfirmHoursBefore, path + ".reconfirmHoursBefore", 2, MAX_RECONFIRM_HOURS)
                    .that(
                            reconfirmAnswerHours < reconfirmHoursBefore,
                            path + ".reconfirmAnswerHours",
                            "below",
                            "reconfirmHoursBefore");
        }
    }
}
