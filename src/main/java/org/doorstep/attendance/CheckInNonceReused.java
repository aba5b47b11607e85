package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** Something else was uploaded with this nonce. */
record CheckInNonceReused() implements Refusal {}
