package org.doorstep.event;

/** Where a session stands in time. */
public enum SessionState {
    SCHEDULED,
    RUNNING,
    ENDED,
    CANCELLED
}
