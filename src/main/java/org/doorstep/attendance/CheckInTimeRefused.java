package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The time cannot be that of the session, or is too long ago, or ahead, or before the arrival. */
record CheckInTimeRefused() implements Refusal {}
