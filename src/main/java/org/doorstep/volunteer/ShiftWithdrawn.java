package org.doorstep.volunteer;

/** The place is free again. */
record ShiftWithdrawn(Shift shift) {}
