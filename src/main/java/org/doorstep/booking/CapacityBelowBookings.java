package org.doorstep.booking;

import java.util.List;
import org.doorstep.platform.refusal.Refusal;

/** More places are taken than there would be. */
record CapacityBelowBookings(int seatsTaken, List<String> bookingIds) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {seatsTaken};
    }
}
