package org.doorstep.attendance;

/** What a device recorded. */
enum CheckInKind {
    ARRIVAL,
    DEPARTURE
}
