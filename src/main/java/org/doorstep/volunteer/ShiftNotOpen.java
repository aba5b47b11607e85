package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** A clock-in is possible from an hour before the shift until its end. */
record ShiftNotOpen() implements Refusal {}
