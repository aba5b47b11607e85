package org.doorstep.attendance;

/** Too many codes were tried for the child. */
record PassLocked() implements RecordDeparture.NotReleased {}
