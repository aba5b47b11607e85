package org.doorstep.family;

/** The collector is on the list. */
record CollectorAdded(Collector collector) {}
