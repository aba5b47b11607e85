package org.doorstep.appeal;

import org.doorstep.platform.refusal.Refusal;

/** The appeal is decided, and stays so. */
record AppealAlreadyDecided(NoShowDecision decision) implements Refusal {}
