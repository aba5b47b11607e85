package org.doorstep.booking;

/** An offer to accept. */
record AcceptOfferInput(String bookingId) {}
