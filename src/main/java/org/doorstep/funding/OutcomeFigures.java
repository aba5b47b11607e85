package org.doorstep.funding;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What was done in a period, as far as the caller may know. */
record OutcomeFigures(int sessionsHeld, Count personTimes, Count distinctChildren, BigDecimal volunteerHours) {

    static OutcomeFigures exact(Tally tally, int children) {
        return of(tally, Count.exact(tally.personTimes()), Count.exact(children));
    }

    /** Without the figures about children where too few came; where no session took place, everyone knows that none did. */
    static OutcomeFigures told(Tally tally, @Nullable Integer children) {
        if (tally.sessions() == 0) {
            return of(tally, Count.rounded(0), Count.rounded(0));
        }
        return children == null
                ? of(tally, Count.hidden(), Count.hidden())
                : of(tally, Count.rounded(Math.max(tally.toldPersonTimes(), children)), Count.rounded(children));
    }

    private static OutcomeFigures of(Tally tally, Count personTimes, Count children) {
        return new OutcomeFigures(tally.sessions(), personTimes, children, tally.hours());
    }
}
