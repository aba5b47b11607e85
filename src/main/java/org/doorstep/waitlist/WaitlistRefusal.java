package org.doorstep.waitlist;

import java.time.Instant;
import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** How an answer to an offer, or a change of the waiting list, is refused. */
sealed interface WaitlistRefusal extends Refusal {

    /** The booking does not wait for a place. */
    record NotWaitlisted(BookingState state) implements WaitlistRefusal {}

    /** The offer ran out, and the place is the next one's. */
    record OfferExpired(Instant expiredAt) implements WaitlistRefusal {}

    /** No place is offered for this booking. */
    record OfferNotOpen(BookingState state) implements WaitlistRefusal {}
}
