package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer is not signed up for the shift. */
record NotSignedUp() implements Refusal {}
