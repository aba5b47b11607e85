package org.doorstep.booking;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** It is too late to cancel. */
record CancelDeadlinePassed(Instant cancelUntil) implements Refusal {}
