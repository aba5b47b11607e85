package org.doorstep.attendance;

/** No pass of this code is in force for the child today. */
record PassInvalid() implements RecordDeparture.NotReleased {}
