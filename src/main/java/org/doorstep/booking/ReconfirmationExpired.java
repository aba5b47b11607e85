package org.doorstep.booking;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The family was asked and did not answer in time, and the place is the next one's. */
record ReconfirmationExpired(Instant expiredAt) implements Refusal {}
