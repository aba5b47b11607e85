package org.doorstep.identity;

/** The profile was changed. */
record ProfileUpdated(Viewer viewer) {}
