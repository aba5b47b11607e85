package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** No arrival was recorded for the booking. */
record NotArrived() implements Refusal {}
