package org.doorstep.booking;

import java.util.List;
import org.doorstep.platform.refusal.Refusal;

/** Children have a place in another session at the new time. */
record ChildrenElsewhere(int children, List<String> bookingIds) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {children};
    }
}
