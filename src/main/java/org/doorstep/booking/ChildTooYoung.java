package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child is younger than the event is for, on the day of the session. */
record ChildTooYoung(String childId, int minAge) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {minAge};
    }
}
