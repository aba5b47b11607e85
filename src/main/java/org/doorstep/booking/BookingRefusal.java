package org.doorstep.booking;

import java.time.Instant;
import java.util.List;
import org.doorstep.booking.BookSeries.SkippedSession;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.platform.refusal.InMessage;
import org.doorstep.platform.refusal.Refusal;

/** How a booking is refused. */
public sealed interface BookingRefusal extends Refusal {

    /** The child has a booking of this session, or waits for one. */
    record AlreadyBooked(String childId) implements BookingRefusal {}

    /** The booking is cancelled, used or expired already. */
    record BookingNotActive(BookingState state) implements BookingRefusal {}

    /** The session cannot be booked now: not yet, no more, or it is cancelled. */
    record BookingNotOpen(Instant opensAt, Instant closesAt, boolean cancelled) implements BookingRefusal {}

    /** It is too late to cancel. */
    record CancelDeadlinePassed(Instant cancelUntil) implements BookingRefusal {}

    /** The child is older than the event is for, on the day of the session. */
    record ChildTooOld(String childId, @InMessage int maxAge) implements BookingRefusal {}

    /** The child is younger than the event is for, on the day of the session. */
    record ChildTooYoung(String childId, @InMessage int minAge) implements BookingRefusal {}

    /** A consent that the event needs is not in force for the child. */
    record ConsentMissing(String childId, List<ConsentPurpose> purposes) implements BookingRefusal {}

    /** The guardian who books has left no name or no phone, and the child stays in the station's care. */
    record ContactMissing(List<ContactPart> missing) implements BookingRefusal {}

    /** The child missed too many sessions lately, and can be booked when the session is nearer. */
    record NoShowLimited(
            String childId, Instant opensAt, @InMessage int noShows, Instant limitedUntil) implements BookingRefusal {}

    /** There is no such child in the caller's family. */
    record NotYourChild(String childId) implements BookingRefusal {}

    /** The child has a place in another session at that time. */
    record OverlappingSession(String childId) implements BookingRefusal {}

    /** The family was asked and did not answer in time, and the place is the next one's. */
    record ReconfirmationExpired(Instant expiredAt) implements BookingRefusal {}

    /** The family is not asked at the moment: not yet, not at all, or it has answered. */
    record ReconfirmationNotOpen(BookingState state) implements BookingRefusal {}

    /** No session of the series was booked. */
    record SeriesNotBooked(List<SkippedSession> skipped) implements BookingRefusal {

        @Override
        public Object[] messageArguments() {
            return new Object[] {skipped.size()};
        }
    }

    /** The session has fewer places left than are needed. */
    record SessionFull(@InMessage int seatsLeft) implements BookingRefusal {}

    /** The child, or the family, has as many bookings and waits ahead as it may. */
    record TooManyBookings(@InMessage int limit) implements BookingRefusal {}

    /** The child holds as many places of the event in the year of the session as a child may. */
    record YearlyLimitReached(String childId, int limit, int year) implements BookingRefusal {

        @Override
        public Object[] messageArguments() {
            // as text, since a number would be written with a separator
            return new Object[] {limit, Integer.toString(year)};
        }
    }
}
