package org.doorstep.booking;

/** An offer to decline. */
record DeclineOfferInput(String bookingId) {}
