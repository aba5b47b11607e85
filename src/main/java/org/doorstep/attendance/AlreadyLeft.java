package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The departure was recorded before. */
record AlreadyLeft() implements Refusal {}
