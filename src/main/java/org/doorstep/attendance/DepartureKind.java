package org.doorstep.attendance;

/** How a child left. */
enum DepartureKind {
    HANDED_OVER,
    LEFT_ALONE,
    WITH_GUARDIAN,
    MOVED_ON,
    NOT_RECORDED
}
