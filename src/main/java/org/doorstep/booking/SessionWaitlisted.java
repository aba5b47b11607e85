package org.doorstep.booking;

import java.util.List;

/** All the children wait for a place. */
record SessionWaitlisted(List<Booking> bookings) implements BookSession.Result {}
