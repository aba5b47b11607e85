package org.doorstep.attendance;

/** Nobody on the child's list, and no guardian of the child. */
record CollectorNotListed() implements RecordDeparture.NotReleased {}
