package org.doorstep.booking;

/** What to do when there are too few places. */
enum IfFull {
    REFUSE,
    JOIN_WAITLIST
}
