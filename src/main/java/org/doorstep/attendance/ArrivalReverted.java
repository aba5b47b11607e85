package org.doorstep.attendance;

/** What was recorded is taken back. */
record ArrivalReverted(RosterEntry entry) {}
