package org.doorstep.identity;

import org.doorstep.platform.refusal.Refusal;

/** A child is booked where the guardian who booked must be reachable. */
record PhoneNeeded() implements Refusal {}
