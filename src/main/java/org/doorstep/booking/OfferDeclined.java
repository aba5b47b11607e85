package org.doorstep.booking;

import java.util.List;

/** The places go to the next in line. */
record OfferDeclined(List<Booking> bookings) {}
