package org.doorstep.attendance;

/** The child is here. */
record ArrivalRecorded(RosterEntry entry) {}
