package org.doorstep.booking;

import org.doorstep.event.Session;

/** The session is called off, and its bookings are cancelled. */
record SessionCancelled(Session session, long bookingsCancelled) {}
