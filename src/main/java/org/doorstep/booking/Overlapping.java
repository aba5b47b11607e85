package org.doorstep.booking;

/** What happens to children who have a place in another session at the new time. */
enum Overlapping {
    REFUSE,
    RELEASE
}
