package org.doorstep.attendance;

import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.ArrivedElsewhere;
import org.doorstep.attendance.AttendanceRefusal.MovedOn;
import org.doorstep.attendance.AttendanceRefusal.NotLeft;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes back a departure that was recorded by mistake; the child is here again. */
@Component
class RevertDeparture {

    /** What was recorded by mistake, and why it is taken back. */
    record Input(String bookingId, String reason) {}

    /** What was recorded is taken back. */
    record DepartureReverted(RosterEntry entry) {}

    private final Reverts reverts;
    private final Corrections corrections;

    RevertDeparture(Reverts reverts, Corrections corrections) {
        this.reverts = reverts;
        this.corrections = corrections;
    }

    Mono<DepartureReverted> revert(Caller caller, Input input, Selection selection, Access access) {
        return reverts.inTurn(
                        caller,
                        input.bookingId(),
                        input.reason(),
                        selection,
                        access,
                        turn -> reverts.stay(turn).flatMap(stay -> back(stay, input.reason(), caller.personId())))
                .map(DepartureReverted::new);
    }

    private Mono<Long> back(Stay stay, String reason, UUID staff) {
        if (stay.movedTo() != null) {
            return Reverts.refused(new MovedOn(Booking.ID.encode(stay.movedTo())));
        }
        if (!stay.left()) {
            return Reverts.refused(new NotLeft());
        }
        return corrections
                .revertDeparture(stay.attendance(), reason, staff)
                .flatMap(reverted -> reverted == 1 ? Mono.just(reverted) : Reverts.refused(new ArrivedElsewhere()));
    }
}
