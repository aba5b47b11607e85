package org.doorstep.attendance;

/** The child has left. */
record DepartureRecorded(RosterEntry entry) implements RecordDeparture.Result {}
