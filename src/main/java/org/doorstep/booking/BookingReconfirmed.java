package org.doorstep.booking;

import java.util.List;

/** The children keep their places. */
record BookingReconfirmed(List<Booking> bookings) {}
