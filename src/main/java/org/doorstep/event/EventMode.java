package org.doorstep.event;

/** Where an event takes place. */
public enum EventMode {
    IN_PERSON,
    ONLINE,
    HYBRID
}
