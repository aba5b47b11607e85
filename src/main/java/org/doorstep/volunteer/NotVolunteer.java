package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The caller has not registered as a volunteer. */
record NotVolunteer() implements Refusal {}
