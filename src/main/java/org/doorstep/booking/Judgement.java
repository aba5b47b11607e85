package org.doorstep.booking;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.booking.BookingRefusal.AlreadyBooked;
import org.doorstep.booking.BookingRefusal.ChildTooOld;
import org.doorstep.booking.BookingRefusal.ChildTooYoung;
import org.doorstep.booking.BookingRefusal.ConsentMissing;
import org.doorstep.booking.BookingRefusal.ContactMissing;
import org.doorstep.booking.BookingRefusal.NoShowLimited;
import org.doorstep.booking.BookingRefusal.NotYourChild;
import org.doorstep.booking.BookingRefusal.OverlappingSession;
import org.doorstep.booking.BookingRefusal.TooManyBookings;
import org.doorstep.booking.BookingRefusal.YearlyLimitReached;
import org.doorstep.booking.Judgement.JudgedSession;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.family.Child;
import org.doorstep.platform.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What the booking statement did and found.
 *
 * @param booked how many bookings it wrote
 * @param othersFirst whether a place is free that must be offered to those who wait before it can be booked
 * @param earlierBasket what the key stands for, when it was used before
 * @param samePayload whether it was used for the same request
 * @param target the session; null when there is none, or it is not published
 * @param unfit the first child that cannot be booked
 */
record Judgement(
        int booked,
        boolean othersFirst,
        @Nullable UUID earlierBasket,
        boolean samePayload,
        @Nullable JudgedSession target,
        @Nullable JudgedChild unfit) {
    /**
     * The session that was to be booked, as the booking statement saw it.
     *
     * @param yearlyLimit places that a child may hold in sessions of the event in a year; 0 when there is no limit
     * @param year of Asia/Shanghai, in which the session begins
     * @param limitedOpensAt the first moment to book for a child who missed too many sessions; null when nobody is limited
     */
    record JudgedSession(
            boolean open,
            boolean cancelled,
            Instant opensAt,
            Instant closesAt,
            int seatsLeft,
            int minAge,
            int maxAge,
            int yearlyLimit,
            int year,
            @Nullable Instant limitedOpensAt) {}

    /**
     * A child that cannot be booked, and why.
     *
     * @param noShows unexcused ones that count, where that was looked at
     * @param limitedUntil when fewer of them count than limit the child; null when there are fewer
     */
    record JudgedChild(
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

        Refusal refusal(JudgedSession target, BookingLimits limits) {
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

    static Judgement of(Readable row) {
        return new Judgement(
                required(row, "booked", Integer.class),
                Boolean.TRUE.equals(row.get("others_first", Boolean.class)),
                row.get("earlier_basket", UUID.class),
                Boolean.TRUE.equals(row.get("same_payload", Boolean.class)),
                row.get("session_id", UUID.class) == null ? null : target(row),
                row.get("child_id", UUID.class) == null ? null : unfit(row));
    }

    private static JudgedSession target(Readable row) {
        return new JudgedSession(
                required(row, "open", Boolean.class),
                required(row, "cancelled", Boolean.class),
                required(row, "booking_opens_at", Instant.class),
                required(row, "booking_closes_at", Instant.class),
                required(row, "seats_left", Integer.class),
                required(row, "min_age", Integer.class),
                required(row, "max_age", Integer.class),
                Objects.requireNonNullElse(row.get("yearly_limit", Integer.class), 0),
                required(row, "year", Integer.class),
                row.get("limited_opens_at", Instant.class));
    }

    private static JudgedChild unfit(Readable row) {
        List<ConsentPurpose> missing = Arrays.stream(required(row, "missing", String[].class))
                .map(ConsentPurpose::valueOf)
                .toList();
        return new JudgedChild(
                required(row, "child_id", UUID.class),
                JudgedChild.Reason.valueOf(required(row, "reason", String.class)),
                missing,
                ContactPart.of(row.get("contact_missing", String[].class)),
                required(row, "no_shows", Integer.class),
                row.get("limited_until", Instant.class));
    }
}
