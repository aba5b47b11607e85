package org.doorstep.event;

/** What an event is. */
public enum EventKind {
    CLASS,
    CHILDCARE,
    BROADCAST,
    ACTIVITY
}
