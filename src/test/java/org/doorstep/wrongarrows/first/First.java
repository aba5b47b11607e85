package org.doorstep.wrongarrows.first;

import org.doorstep.wrongarrows.second.Second;

/** Knows the second feature, as it may. */
public record First(Second second) {}
