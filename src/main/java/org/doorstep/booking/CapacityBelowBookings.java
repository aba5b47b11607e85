package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** More places are taken than there would be. */
record CapacityBelowBookings(int seatsTaken) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {seatsTaken};
    }
}
