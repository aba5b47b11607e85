package org.doorstep.booking;

/** The booking is cancelled, and its place is free. */
record BookingCancelled(Booking booking) {}
