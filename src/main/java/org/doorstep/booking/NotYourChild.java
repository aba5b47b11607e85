package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** There is no such child in the caller's family. */
record NotYourChild(String childId) implements Refusal {}
