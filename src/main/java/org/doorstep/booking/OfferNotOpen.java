package org.doorstep.booking;

import org.doorstep.platform.refusal.Refusal;

/** No place is offered for this booking. */
record OfferNotOpen(BookingState state) implements Refusal {}
