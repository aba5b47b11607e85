package org.doorstep.privacy;

import org.doorstep.platform.refusal.Refusal;

/** The person answers for a station, an area or a foundation, and those roles must end first. */
record RolesHeld() implements Refusal {}
