package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** No pass of this code is in force for the child today. */
record PassInvalid() implements Refusal {}
