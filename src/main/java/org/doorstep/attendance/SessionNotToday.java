package org.doorstep.attendance;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The session is too far ahead, over or cancelled. */
record SessionNotToday(Instant startsAt, Instant endsAt) implements Refusal {}
