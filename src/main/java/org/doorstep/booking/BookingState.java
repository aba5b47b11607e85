package org.doorstep.booking;

/** Where a booking stands. */
public enum BookingState {
    WAITLISTED,
    OFFERED,
    CONFIRMED,
    CANCELLED,
    ATTENDED,
    NO_SHOW,
    EXPIRED
}
