package org.doorstep.identity;

/** The viewer has no phone. */
record PhoneRemoved(Viewer viewer) {}
