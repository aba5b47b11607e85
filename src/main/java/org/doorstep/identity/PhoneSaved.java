package org.doorstep.identity;

/** The phone is kept. */
record PhoneSaved(Viewer viewer) {}
