package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** The child, or the family, has as many bookings and waits ahead as it may. */
record TooManyBookings(int limit) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {limit};
    }
}
