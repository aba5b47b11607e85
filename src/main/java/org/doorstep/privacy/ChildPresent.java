package org.doorstep.privacy;

import org.doorstep.platform.refusal.Refusal;

/** A child is at a station, and must be collected first. */
record ChildPresent() implements Refusal {}
