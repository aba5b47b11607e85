package org.doorstep.booking;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The offer ran out, and the place is the next one's. */
record OfferExpired(Instant expiredAt) implements Refusal {}
