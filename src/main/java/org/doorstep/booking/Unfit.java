package org.doorstep.booking;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.family.Child;
import org.doorstep.platform.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A child that cannot be booked, and why.
 *
 * @param noShows unexcused ones that count, where that was looked at
 * @param limitedUntil when fewer of them count than limit the child; null when there are fewer
 */
record Unfit(
        UUID child,
        Reason reason,
        List<ConsentPurpose> missingConsents,
        List<ContactPart> missingContact,
        int noShows,
        @Nullable Instant limitedUntil) {

    /** The names are those that the booking statement and {@code booking_obstacle} give. */
    enum Reason {
        NOT_YOUR_CHILD,
        TOO_YOUNG,
        TOO_OLD,
        ALREADY_BOOKED,
        OVERLAPPING_SESSION,
        YEARLY_LIMIT,
        NO_SHOW_LIMITED,
        CONSENT_MISSING,
        CONTACT_MISSING,
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
            case OVERLAPPING_SESSION -> new OverlappingSession(childId);
            case YEARLY_LIMIT -> new YearlyLimitReached(childId, target.yearlyLimit(), target.year());
            case NO_SHOW_LIMITED ->
                new NoShowLimited(
                        childId,
                        Objects.requireNonNull(target.limitedOpensAt()),
                        noShows,
                        Objects.requireNonNull(limitedUntil));
            case CONSENT_MISSING -> new ConsentMissing(childId, missingConsents);
            case CONTACT_MISSING -> new ContactMissing(missingContact);
            case TOO_MANY_OF_CHILD -> new TooManyBookings(limits.perChild());
            case TOO_MANY_OF_FAMILY -> new TooManyBookings(limits.perFamily());
        };
    }
}
