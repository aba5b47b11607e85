package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** All places of the shift are taken. */
record ShiftFull() implements Refusal {}
