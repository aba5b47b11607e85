package org.doorstep.booking;

import org.doorstep.event.SessionState;
import org.doorstep.platform.refusal.Refusal;

/** The session has come too far to be changed like this. */
record SessionNotChangeable(SessionState state) implements Refusal {}
