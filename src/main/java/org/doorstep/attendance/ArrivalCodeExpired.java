package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The code was shown too late. */
record ArrivalCodeExpired() implements Refusal {}
