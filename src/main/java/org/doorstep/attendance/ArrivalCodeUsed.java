package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The code was used before. */
record ArrivalCodeUsed() implements Refusal {}
