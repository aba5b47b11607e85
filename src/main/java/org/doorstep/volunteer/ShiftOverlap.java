package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer has another shift at the same time. */
record ShiftOverlap() implements Refusal {}
