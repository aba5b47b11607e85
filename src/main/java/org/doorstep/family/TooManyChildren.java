package org.doorstep.family;

import org.doorstep.platform.refusal.Refusal;

/** The family has as many children as one family can have here. */
record TooManyChildren() implements Refusal {}
