package org.doorstep.booking;

import org.doorstep.event.Session;

/** The session has this many places now. */
record CapacityChanged(Session session, int offered) {}
