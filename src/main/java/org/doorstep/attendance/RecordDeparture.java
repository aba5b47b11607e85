package org.doorstep.attendance;

import java.util.UUID;
import java.util.function.Supplier;
import org.doorstep.booking.Booking;
import org.doorstep.event.CustodyKind;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands a child over, once. Whether a session is full or short of carers never matters here. */
@Component
class RecordDeparture {

    /** What became of a departure. */
    sealed interface Result permits DepartureRecorded, NotReleased {}

    /** A refusal after which something stays: an attempt that was counted, or an incident. */
    non-sealed interface NotReleased extends Result, Refusal {}

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

    /** Fails with {@link Refused} when nothing was written; where an attempt was counted or an incident raised, the refusal is a result. */
    Mono<Result> record(Caller caller, RecordDepartureInput input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        input.check();
        UUID booking = Booking.ID.decode(input.bookingId());
        UUID staff = caller.personId();
        return transactions.write(handOvers
                .lock(caller, booking)
                .flatMap(may ->
                        may ? handOvers.stay(booking) : Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotArrived())))
                .flatMap(stay -> depart(stay, input, staff, () -> rosters.entry(booking, selection, access))));
    }

    private Mono<Result> depart(Stay stay, RecordDepartureInput input, UUID staff, Supplier<Mono<RosterEntry>> entry) {
        if (stay.movedTo() != null) {
            throw new Refused(new MovedOn(Booking.ID.encode(stay.movedTo())));
        }
        DepartureKind kind = input.kind(stay.custody());
        if (stay.left()) {
            return again(stay, kind, input, staff);
        }
        if (kind == DepartureKind.LEFT_ALONE && stay.custody() != CustodyKind.LEAVES_ALONE) {
            throw new Refused(new MustBeCollected());
        }
        return input.collectedBy() == null
                ? left(stay, kind, Hands.UNKNOWN, input, staff, entry)
                : release(stay, input.collectedBy(), input, staff, entry);
    }

    private Mono<Result> release(
            Stay stay, CollectedByInput by, RecordDepartureInput input, UUID staff, Supplier<Mono<RosterEntry>> entry) {
        return custody.decide(stay, by).flatMap(verdict -> {
            if (verdict.refusal() == null) {
                return left(stay, DepartureKind.HANDED_OVER, verdict.hands(), input, staff, entry);
            }
            return verdict.incident() == null
                    ? Mono.just(verdict.refusal())
                    : handOvers
                            .raise(stay.attendance(), verdict.incident(), verdict.hands(), null, staff)
                            .thenReturn(verdict.refusal());
        });
    }

    private Mono<Result> left(
            Stay stay,
            DepartureKind kind,
            Hands hands,
            RecordDepartureInput input,
            UUID staff,
            Supplier<Mono<RosterEntry>> entry) {
        return handOvers
                .depart(stay, kind, hands, input.verifiedHow(), null, staff)
                .then(Mono.defer(entry))
                .map(DepartureRecorded::new);
    }

    /** A child that goes with a second person, or by a second member of staff, raises an incident. */
    private Mono<Result> again(Stay stay, DepartureKind kind, RecordDepartureInput input, UUID staff) {
        Mono<Hands> hands = input.collectedBy() == null
                ? Mono.just(Hands.UNKNOWN)
                : custody.decideByName(stay, input.collectedBy()).map(Verdict::hands);
        return hands.flatMap(known -> handOvers
                .isRepeated(stay, kind, known, staff)
                .defaultIfEmpty(false)
                .flatMap(repeated -> repeated
                        ? Mono.empty()
                        : handOvers.raise(stay.attendance(), IncidentKind.RELEASED_TWICE, known, null, staff))
                .thenReturn(new AlreadyLeft()));
    }
}
