package org.doorstep.volunteer;

/** Volunteers can sign up for the shift. */
record ShiftPlanned(Shift shift) {}
