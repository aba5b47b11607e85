package org.doorstep.event;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** What holds for bookings of an event besides the times. */
record BookingRulesInput(
        @Nullable Integer yearlyLimit,
        int offerHoldHours,
        @Nullable Integer reconfirmHoursBefore,
        int reconfirmAnswerHours,
        @Nullable Integer noShowLimit,
        int noShowDays,
        @Nullable Integer limitedOpensHoursBefore) {

    private static final int MAX_YEARLY = 366;
    private static final int MAX_HOLD_HOURS = 168;
    private static final int MAX_RECONFIRM_HOURS = 336;
    private static final int MAX_NO_SHOWS = 50;
    private static final int MAX_DAYS = 366;
    private static final int MAX_OPENS_HOURS = 2_160;
    private static final int LIMITED_OPENS_HOURS = 48;
    private static final int DAY_HOURS = 24;

    /** How many hours before a session a child can be booked who missed too many, given when bookings close. */
    int limitedOpens(int closesHoursBefore) {
        return limitedOpensHoursBefore == null
                ? Math.max(LIMITED_OPENS_HOURS, closesHoursBefore + DAY_HOURS)
                : limitedOpensHoursBefore;
    }

    void check(InputCheck check, String path, int closesHoursBefore) {
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
        if (noShowLimit != null) {
            check.range(noShowLimit, path + ".noShowLimit", 1, MAX_NO_SHOWS);
        }
        check.range(noShowDays, path + ".noShowDays", 1, MAX_DAYS);
        if (limitedOpensHoursBefore != null) {
            check.range(
                    limitedOpensHoursBefore,
                    path + ".limitedOpensHoursBefore",
                    Math.max(1, closesHoursBefore + 1L),
                    MAX_OPENS_HOURS);
        }
    }
}
