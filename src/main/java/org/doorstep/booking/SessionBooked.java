package org.doorstep.booking;

import java.util.List;

/** At least one child has a place. */
record SessionBooked(List<Booking> bookings) implements BookSession.Result {}
