package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The guardian has another phone by now, or none. */
record GuardianPhoneChanged() implements Refusal {}
