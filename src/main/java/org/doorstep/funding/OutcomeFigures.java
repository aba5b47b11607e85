package org.doorstep.funding;

import java.math.BigDecimal;
import java.util.function.IntFunction;

/** What was done in a period, as far as the caller may know. */
record OutcomeFigures(int sessionsHeld, Count personTimes, Count distinctChildren, BigDecimal volunteerHours) {

    static OutcomeFigures exact(Tally tally) {
        return of(tally, Count::exact);
    }

    static OutcomeFigures rounded(Tally tally) {
        return of(tally, Count::rounded);
    }

    /** Without the figures about children, unless none came. */
    static OutcomeFigures suppressed(Tally tally) {
        return tally.children() == 0 ? rounded(tally) : of(tally, count -> Count.hidden());
    }

    private static OutcomeFigures of(Tally tally, IntFunction<Count> count) {
        return new OutcomeFigures(
                tally.sessions(), count.apply(tally.personTimes()), count.apply(tally.children()), tally.hours());
    }
}
