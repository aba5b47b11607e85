package org.doorstep.family;

/** A collector to take off the list. */
record RemoveCollectorInput(String collectorId) {}
