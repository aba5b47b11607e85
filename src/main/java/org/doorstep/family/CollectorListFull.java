package org.doorstep.family;

import org.doorstep.platform.refusal.Refusal;

/** The list has as many people as one child can have. */
record CollectorListFull() implements Refusal {}
