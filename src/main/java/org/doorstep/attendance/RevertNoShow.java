package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.ArrivalNotOpen;
import org.doorstep.attendance.AttendanceRefusal.ArrivedElsewhere;
import org.doorstep.attendance.AttendanceRefusal.NotNoShow;
import org.doorstep.booking.BookingState;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says that a no-show was none: the child was not missing, or came at a time that is recorded now. */
@Component
class RevertNoShow {

    /** A child who came after all, and when if that is known. */
    record Input(String bookingId, String reason, @Nullable Instant arrivedAt) {}

    /** What was recorded is taken back. */
    record NoShowReverted(RosterEntry entry) {}

    private final Reverts reverts;
    private final Corrections corrections;
    private final Arrivals arrivals;

    RevertNoShow(Reverts reverts, Corrections corrections, Arrivals arrivals) {
        this.reverts = reverts;
        this.corrections = corrections;
        this.arrivals = arrivals;
    }

    Mono<NoShowReverted> revert(Caller caller, Input input, Selection selection, Access access) {
        return reverts.inTurn(
                        caller,
                        input.bookingId(),
                        input.reason(),
                        selection,
                        access,
                        turn -> back(turn, input, caller.personId()))
                .map(NoShowReverted::new);
    }

    private Mono<Long> back(LockedBooking turn, Input input, UUID staff) {
        Instant arrivedAt = input.arrivedAt();
        if (turn.state() != BookingState.NO_SHOW) {
            return Reverts.refused(new NotNoShow(turn.state()));
        }
        if (arrivedAt != null && !turn.canHaveArrivedAt(arrivedAt)) {
            return Reverts.refused(new ArrivalNotOpen(turn.startsAt(), turn.endsAt()));
        }
        Mono<Long> reverted = corrections.revertNoShow(turn.booking(), input.reason(), staff);
        return arrivedAt == null
                ? reverted
                : reverted.flatMap(done -> arrivals.arrive(turn.booking(), arrivedAt, Escorting.UNKNOWN, null, staff)
                        .map(stay -> done)
                        .switchIfEmpty(Reverts.refused(new ArrivedElsewhere())));
    }
}
