package org.doorstep.event;

/** In whose care a child is at an event. */
public enum CustodyKind {
    HAND_OVER,
    LEAVES_ALONE,
    GUARDIAN_STAYS,
    NONE
}
