package org.doorstep.attendance;

import java.util.UUID;
import java.util.function.Function;
import org.doorstep.attendance.AttendanceRefusal.NotArrived;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What all reverts share: who may, the reason, the lock of the booking, and the entry as it is afterwards. */
@Component
class Reverts {

    private static final int MAX_REASON = 200;

    private final Arrivals arrivals;
    private final HandOvers handOvers;
    private final Transactions transactions;
    private final Rosters rosters;

    Reverts(Arrivals arrivals, HandOvers handOvers, Transactions transactions, Rosters rosters) {
        this.arrivals = arrivals;
        this.handOvers = handOvers;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<RosterEntry> inTurn(
            Caller caller,
            String bookingId,
            String reason,
            Selection selection,
            Access access,
            Function<LockedBooking, Mono<Long>> work) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(bookingId);
        new InputCheck().text(reason, "reason", 1, MAX_REASON).orRefuse();
        return transactions.write(arrivals.turn(caller, booking)
                .switchIfEmpty(refused(new NotFound(bookingId)))
                .flatMap(work)
                .then(Mono.defer(() -> rosters.entry(booking, selection, access))));
    }

    Mono<Stay> stay(LockedBooking turn) {
        return handOvers.stay(turn.booking()).switchIfEmpty(refused(new NotArrived()));
    }

    static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new Refused(refusal));
    }
}
