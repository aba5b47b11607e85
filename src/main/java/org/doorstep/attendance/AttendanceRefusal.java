package org.doorstep.attendance;

import java.time.Instant;
import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** How a step of a child's day is refused. */
sealed interface AttendanceRefusal extends Refusal {

    /** The arrival was recorded before. */
    record AlreadyArrived() implements AttendanceRefusal {}

    /** It was recorded before that the child did not come. */
    record AlreadyNoShow() implements AttendanceRefusal {}

    /** The code was shown too late. */
    record ArrivalCodeExpired() implements AttendanceRefusal {}

    /** No code of a child who is booked at the caller's stations. */
    record ArrivalCodeInvalid() implements AttendanceRefusal {}

    /** The code was used before. */
    record ArrivalCodeUsed() implements AttendanceRefusal {}

    /** The child is at another session and has not left it. */
    record ArrivedElsewhere() implements AttendanceRefusal {}

    /** Something else was uploaded with this nonce. */
    record CheckInNonceReused() implements AttendanceRefusal {}

    /** The time cannot be that of the session, or is too long ago, or ahead, or before the arrival. */
    record CheckInTimeRefused() implements AttendanceRefusal {}

    /** The guardian has another phone by now, or none. */
    record GuardianPhoneChanged() implements AttendanceRefusal {}

    /** The child went on to another session, whose booking this is. */
    record MovedOn(String bookingId) implements AttendanceRefusal {}

    /** No arrival was recorded for the booking. */
    record NotArrived() implements AttendanceRefusal {}

    /** The booking has no place. */
    record NotBooked(BookingState state) implements AttendanceRefusal {}

    /** No departure was recorded. */
    record NotLeft() implements AttendanceRefusal {}

    /** The booking is no no-show. */
    record NotNoShow(BookingState state) implements AttendanceRefusal {}

    /** The session has not ended, or is cancelled. */
    record SessionNotOver(Instant endsAt) implements AttendanceRefusal {}

    /** The session is too far ahead, over or cancelled. */
    record ArrivalNotOpen(Instant startsAt, Instant endsAt) implements AttendanceRefusal {}

    record NotOnline() implements AttendanceRefusal {}

    record SessionCalledOff() implements AttendanceRefusal {}

    record JoinNotOpen(Instant opensAt) implements AttendanceRefusal {}

    record SessionOver(Instant endedAt) implements AttendanceRefusal {}

    record JoinedTooOften() implements AttendanceRefusal {}

    record NotJoined() implements AttendanceRefusal {}
}
