package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** Children have come to the session. */
record ChildrenPresent(int children) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {children};
    }
}
