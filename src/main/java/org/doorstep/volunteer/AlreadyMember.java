package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer is a member of the team already. */
record AlreadyMember() implements Refusal {}
