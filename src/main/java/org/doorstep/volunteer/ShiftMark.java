package org.doorstep.volunteer;

/** Which end of a shift is marked. */
enum ShiftMark {
    ARRIVED,
    LEFT
}
