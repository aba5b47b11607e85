package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The session has fewer places left than are needed. */
record SessionFull(int seatsLeft) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {seatsLeft};
    }
}
