package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer has not clocked in. */
record VolunteerNotArrived() implements Refusal {}
