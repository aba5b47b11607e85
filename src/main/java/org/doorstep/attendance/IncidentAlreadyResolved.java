package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The incident was resolved before. */
record IncidentAlreadyResolved() implements Refusal {}
