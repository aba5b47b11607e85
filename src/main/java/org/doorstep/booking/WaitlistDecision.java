package org.doorstep.booking;

import java.time.Instant;

/** Why those who wait were offered a place, or passed over. */
record WaitlistDecision(Instant decidedAt, WaitlistReason reason, int children, int seatsFree) {}
