package org.doorstep.booking;

/** Why those who wait were offered a place, or passed over. */
enum WaitlistReason {
    FIRST_IN_LINE,
    NOT_ENOUGH_SEATS,
    TOO_YOUNG,
    TOO_OLD,
    OVERLAPPING_SESSION,
    YEARLY_LIMIT,
    CONSENT_MISSING
}
