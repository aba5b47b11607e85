package org.doorstep.booking;

/** What a viewer may do with a booking. */
public enum BookingAction {
    CANCEL,
    ACCEPT_OFFER,
    DECLINE_OFFER,
    RECONFIRM
}
