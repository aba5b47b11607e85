package org.doorstep.attendance;

/** The child may not leave alone: somebody must collect it. */
record MustBeCollected() implements RecordDeparture.NotReleased {}
