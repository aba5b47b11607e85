package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The arrival was recorded before. */
record AlreadyArrived() implements Refusal {}
