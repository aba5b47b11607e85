package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The child went on to another session, whose booking this is. */
record MovedOn(String bookingId) implements Refusal {}
