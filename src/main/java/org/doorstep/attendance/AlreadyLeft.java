package org.doorstep.attendance;

/** The departure was recorded before. */
record AlreadyLeft() implements RecordDeparture.NotReleased {}
