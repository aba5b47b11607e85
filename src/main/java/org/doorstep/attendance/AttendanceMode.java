package org.doorstep.attendance;

/** Where a child was at a session. */
enum AttendanceMode {
    IN_PERSON,
    ONLINE
}
