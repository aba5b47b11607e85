package org.doorstep.attendance;

/** The family has barred this person from collecting the child. */
record CollectorBarred() implements RecordDeparture.NotReleased {}
