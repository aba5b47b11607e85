package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** Nobody on the child's list, and no guardian of the child. */
record CollectorNotListed() implements Refusal {}
