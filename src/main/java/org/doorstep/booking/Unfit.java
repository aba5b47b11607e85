package org.doorstep.booking;

import java.util.List;
import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.family.Child;
import org.doorstep.platform.refusal.Refusal;

/** A child that cannot be booked, and why. */
record Unfit(UUID child, Reason reason, List<ConsentPurpose> missingConsents) {

    /** The names are those that the booking statement gives. */
    enum Reason {
        NOT_YOUR_CHILD,
        TOO_YOUNG,
        TOO_OLD,
        ALREADY_BOOKED,
        OVERLAP,
        YEARLY_LIMIT,
        CONSENT_MISSING,
        TOO_MANY_OF_CHILD,
        TOO_MANY_OF_FAMILY
    }

    Refusal refusal(Target target, BookingLimits limits) {
        String childId = Child.ID.encode(child);
        return switch (reason) {
            case NOT_YOUR_CHILD -> new NotYourChild(childId);
            case TOO_YOUNG -> new ChildTooYoung(childId, target.minAge());
            case TOO_OLD -> new ChildTooOld(childId, target.maxAge());
            case ALREADY_BOOKED -> new AlreadyBooked(childId);
            case OVERLAP -> new OverlappingSession(childId);
            case YEARLY_LIMIT -> new YearlyLimitReached(childId, target.yearlyLimit(), target.year());
            case CONSENT_MISSING -> new ConsentMissing(childId, missingConsents);
            case TOO_MANY_OF_CHILD -> new TooManyBookings(limits.perChild());
            case TOO_MANY_OF_FAMILY -> new TooManyBookings(limits.perFamily());
        };
    }
}
