package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child is older than the event is for, on the day of the session. */
record ChildTooOld(String childId, int maxAge) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {maxAge};
    }
}
