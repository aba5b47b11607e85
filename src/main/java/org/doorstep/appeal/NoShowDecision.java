package org.doorstep.appeal;

/** What the station says to an appeal. */
public enum NoShowDecision {
    EXCUSED,
    UPHELD
}
