package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The family has barred this person from collecting the child. */
record CollectorBarred() implements Refusal {}
