package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingState;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes back what was recorded by mistake, the last first: the departure, then the arrival. */
@Component
class TakeBack {

    private static final int MAX_REASON = 200;

    private final Arrivals arrivals;
    private final HandOvers handOvers;
    private final Corrections corrections;
    private final Transactions transactions;
    private final Rosters rosters;

    TakeBack(
            Arrivals arrivals,
            HandOvers handOvers,
            Corrections corrections,
            Transactions transactions,
            Rosters rosters) {
        this.arrivals = arrivals;
        this.handOvers = handOvers;
        this.corrections = corrections;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<RosterEntry> arrival(Caller caller, RevertArrivalInput input, Selection selection, Access access) {
        return inTurn(
                caller,
                input.bookingId(),
                input.reason(),
                selection,
                access,
                turn -> stay(turn)
                        .flatMap(stay -> stay.left()
                                ? refused(new AlreadyLeft())
                                : corrections.revertArrival(stay.attendance(), input.reason(), caller.personId())));
    }

    Mono<RosterEntry> departure(Caller caller, RevertDepartureInput input, Selection selection, Access access) {
        return inTurn(
                caller,
                input.bookingId(),
                input.reason(),
                selection,
                access,
                turn -> stay(turn)
                        .flatMap(stay -> {
                            if (stay.movedTo() != null) {
                                return refused(new MovedOn(Booking.ID.encode(stay.movedTo())));
                            }
                            return stay.left()
                                    ? corrections.revertDeparture(stay.attendance(), input.reason(), caller.personId())
                                    : refused(new NotLeft());
                        })
                        .flatMap(reverted -> reverted == 1 ? Mono.just(reverted) : refused(new ArrivedElsewhere())));
    }

    Mono<RosterEntry> noShow(Caller caller, RevertNoShowInput input, Selection selection, Access access) {
        Instant arrivedAt = input.arrivedAt();
        return inTurn(caller, input.bookingId(), input.reason(), selection, access, turn -> {
            if (turn.state() != BookingState.NO_SHOW) {
                return refused(new NotNoShow(turn.state()));
            }
            if (arrivedAt != null && !turn.canHaveArrivedAt(arrivedAt)) {
                return refused(new SessionNotToday(turn.startsAt(), turn.endsAt()));
            }
            Mono<Long> reverted = corrections.revertNoShow(turn.booking(), input.reason(), caller.personId());
            return arrivedAt == null
                    ? reverted
                    : reverted.flatMap(
                            done -> arrivals.arrive(turn.booking(), arrivedAt, Hands.UNKNOWN, null, caller.personId())
                                    .map(stay -> done)
                                    .switchIfEmpty(refused(new ArrivedElsewhere())));
        });
    }

    private Mono<RosterEntry> inTurn(
            Caller caller,
            String bookingId,
            String reason,
            Selection selection,
            Access access,
            Function<ArrivalTurn, Mono<Long>> work) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(bookingId);
        new InputCheck().text(reason, "reason", 1, MAX_REASON).orRefuse();
        return transactions.write(arrivals.turn(caller, booking)
                .switchIfEmpty(refused(new NotFound(bookingId)))
                .flatMap(work)
                .then(Mono.defer(() -> rosters.entry(booking, selection, access))));
    }

    private Mono<Stay> stay(ArrivalTurn turn) {
        return handOvers.stay(turn.booking()).switchIfEmpty(refused(new NotArrived()));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new Refused(refusal));
    }
}
