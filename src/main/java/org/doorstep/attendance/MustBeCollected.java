package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The child may not leave alone: somebody must collect it. */
record MustBeCollected() implements Refusal {}
