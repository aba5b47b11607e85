package org.doorstep.attendance;

import java.util.UUID;
import java.util.function.Supplier;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands a child over, once. Whether a session is full or short of carers never matters here. */
@Component
class RecordDeparture {

    private final HandOvers handOvers;
    private final Custody custody;
    private final Transactions transactions;
    private final Rosters rosters;

    RecordDeparture(HandOvers handOvers, Custody custody, Transactions transactions, Rosters rosters) {
        this.handOvers = handOvers;
        this.custody = custody;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    /**
     * A result or a refusal; fails with {@link Refused} when nothing was written. Other refusals are results, since an
     * attempt that was counted and an incident must stay.
     */
    Mono<Object> record(Caller caller, RecordDepartureInput input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(input.bookingId());
        UUID staff = caller.personId();
        return transactions.write(handOvers
                .lock(caller, booking)
                .flatMap(may ->
                        may ? handOvers.stay(booking) : Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotArrived())))
                .flatMap(stay -> stay.left()
                        ? again(stay, input, staff)
                        : release(stay, input, staff, () -> rosters.entry(booking, selection, access))));
    }

    private Mono<Object> release(Stay stay, RecordDepartureInput input, UUID staff, Supplier<Mono<RosterEntry>> entry) {
        return custody.decide(stay.child(), input.collectedBy()).flatMap(verdict -> {
            if (verdict.refusal() == null) {
                return handOvers
                        .handOver(stay, verdict.hands(), input.verifiedHow(), null, staff)
                        .then(Mono.defer(entry))
                        .map(DepartureRecorded::new);
            }
            return verdict.incident() == null
                    ? Mono.just(verdict.refusal())
                    : handOvers
                            .raise(stay.attendance(), verdict.incident(), verdict.hands(), null, staff)
                            .thenReturn(verdict.refusal());
        });
    }

    /** A child that goes with a second person, or by a second member of staff, raises an incident. */
    private Mono<Object> again(Stay stay, RecordDepartureInput input, UUID staff) {
        return custody.decideByName(stay.child(), input.collectedBy())
                .flatMap(verdict -> handOvers
                        .isRepeated(stay, verdict.hands(), staff)
                        .defaultIfEmpty(false)
                        .flatMap(repeated -> repeated
                                ? Mono.empty()
                                : handOvers.raise(
                                        stay.attendance(), IncidentKind.RELEASED_TWICE, verdict.hands(), null, staff))
                        .thenReturn(new AlreadyLeft()));
    }
}
