package org.doorstep.attendance;

/** The child did not come. */
record NoShowMarked(RosterEntry entry) {}
