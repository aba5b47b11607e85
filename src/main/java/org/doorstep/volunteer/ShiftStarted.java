package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The shift has begun, or its session is called off. */
record ShiftStarted() implements Refusal {}
