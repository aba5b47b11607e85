package org.doorstep.booking;

/** The basket waits with this priority. */
record WaitlistPrioritySet(WaitingBasket basket) {}
