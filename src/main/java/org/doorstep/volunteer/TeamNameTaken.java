package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The station has a team of this name. */
record TeamNameTaken() implements Refusal {}
