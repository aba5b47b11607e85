package org.doorstep.family;

/** The collector is off the list. */
record CollectorRemoved(String collectorId) {}
