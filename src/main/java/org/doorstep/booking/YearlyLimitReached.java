package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child holds as many places of the event in the year of the session as a child may. */
record YearlyLimitReached(String childId, int limit, int year) implements Refusal {

    @Override
    public Object[] messageArguments() {
        // as text, since a number would be written with a separator
        return new Object[] {limit, Integer.toString(year)};
    }
}
