package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** No code of a child who is booked at the caller's stations. */
record ArrivalCodeInvalid() implements Refusal {}
