package org.doorstep.funding;

import java.math.BigDecimal;

/** Exact figures. */
record Tally(int sessions, int personTimes, int children, BigDecimal hours) {

    static final Tally ZERO = new Tally(0, 0, 0, BigDecimal.ZERO);
}
