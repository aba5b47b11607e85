package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer is signed up for the shift already. */
record AlreadySignedUp() implements Refusal {}
