package org.doorstep.booking;

import java.util.List;

/** The children have their places. */
record OfferAccepted(List<Booking> bookings) {}
