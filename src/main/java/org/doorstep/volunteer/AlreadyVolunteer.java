package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The caller is a volunteer already. */
record AlreadyVolunteer() implements Refusal {}
