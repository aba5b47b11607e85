package org.doorstep.attendance;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The session has not ended, or is cancelled. */
record SessionNotOver(Instant endsAt) implements Refusal {}
