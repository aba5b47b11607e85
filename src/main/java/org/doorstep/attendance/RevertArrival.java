package org.doorstep.attendance;

import org.doorstep.attendance.RecordDeparture.AlreadyLeft;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes back an arrival that was recorded by mistake; of a child that left, the departure comes first. */
@Component
class RevertArrival {

    /** What was recorded by mistake, and why it is taken back. */
    record Input(String bookingId, String reason) {}

    /** What was recorded is taken back. */
    record ArrivalReverted(RosterEntry entry) {}

    private final Reverts reverts;
    private final Corrections corrections;

    RevertArrival(Reverts reverts, Corrections corrections) {
        this.reverts = reverts;
        this.corrections = corrections;
    }

    Mono<ArrivalReverted> revert(Caller caller, Input input, Selection selection, Access access) {
        return reverts.inTurn(
                        caller,
                        input.bookingId(),
                        input.reason(),
                        selection,
                        access,
                        turn -> reverts.stay(turn)
                                .flatMap(stay -> stay.left()
                                        ? Reverts.refused(new AlreadyLeft())
                                        : corrections.revertArrival(
                                                stay.attendance(), input.reason(), caller.personId())))
                .map(ArrivalReverted::new);
    }
}
