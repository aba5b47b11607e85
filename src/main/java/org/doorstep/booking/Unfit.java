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
        CONSENT_MISSING
    }

    Refusal refusal(Target target) {
        String childId = Child.ID.encode(child);
        return switch (reason) {
            case NOT_YOUR_CHILD -> new NotYourChild(childId);
            case TOO_YOUNG -> new ChildTooYoung(childId, target.minAge());
            case TOO_OLD -> new ChildTooOld(childId, target.maxAge());
            case ALREADY_BOOKED -> new AlreadyBooked(childId);
            case OVERLAP -> new OverlappingSession(childId);
            case CONSENT_MISSING -> new ConsentMissing(childId, missingConsents);
        };
    }
}
