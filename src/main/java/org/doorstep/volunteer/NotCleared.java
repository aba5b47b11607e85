package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** Childcare needs a background check that is in force on the day of the shift. */
record NotCleared() implements Refusal {}
