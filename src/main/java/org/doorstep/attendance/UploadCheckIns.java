package org.doorstep.attendance;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Records what happened while a device was offline, each check-in in a transaction of its own. A child that went with the
 * wrong person has gone: that is recorded, with an incident.
 */
@Component
class UploadCheckIns {

    private static final int MAX = 100;

    private final Arrivals arrivals;
    private final HandOvers handOvers;
    private final Corrections corrections;
    private final Custody custody;
    private final CheckInNonces nonces;
    private final Transactions transactions;
    private final Rosters rosters;

    UploadCheckIns(
            Arrivals arrivals,
            HandOvers handOvers,
            Corrections corrections,
            Custody custody,
            CheckInNonces nonces,
            Transactions transactions,
            Rosters rosters) {
        this.arrivals = arrivals;
        this.handOvers = handOvers;
        this.corrections = corrections;
        this.custody = custody;
        this.nonces = nonces;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    /** What an upload did; the kind is null where there is nothing to look into. */
    private record Done(@Nullable IncidentKind incident) {}

    Mono<CheckInsUploaded> upload(Caller caller, UploadCheckInsInput input, Selection entry, Access access) {
        StationRights.requireAny(caller);
        new InputCheck().count(input.checkIns().size(), "checkIns", 1, MAX).orRefuse();
        return Flux.fromIterable(input.checkIns())
                .concatMap(checkIn -> Refused.orResult(Mono.defer(() -> one(caller, checkIn, entry, access))))
                .collectList()
                .map(CheckInsUploaded::new);
    }

    private Mono<Object> one(Caller caller, CheckInInput checkIn, Selection selection, Access access) {
        checkIn.check();
        UUID booking = Booking.ID
                .tryDecode(checkIn.bookingId())
                .orElseThrow(() -> new Refused(new NotFound(checkIn.bookingId())));
        return transactions.write(arrivals.turn(caller, booking)
                .switchIfEmpty(refused(new NotFound(checkIn.bookingId())))
                .flatMap(turn -> nonces.claim(checkIn)
                        .flatMap(claimed -> claimed
                                ? record(turn, checkIn, caller.personId())
                                        .flatMap(done -> rosters.entry(booking, selection, access)
                                                .<Object>map(entry ->
                                                        new CheckInRecorded(checkIn.nonce(), entry, done.incident())))
                                : rosters.entry(booking, selection, access)
                                        .<Object>map(entry -> new CheckInRepeated(checkIn.nonce(), entry)))));
    }

    private Mono<Done> record(ArrivalTurn turn, CheckInInput checkIn, UUID staff) {
        Instant at = checkIn.at();
        return arrivals.happenedOnItsDay(turn.booking(), at)
                .flatMap(may -> may
                        ? checkIn.kind() == CheckInKind.ARRIVAL
                                ? arrive(turn, checkIn, at, staff)
                                : leave(turn, checkIn, at, staff)
                        : refused(new CheckInTimeRefused()));
    }

    private Mono<Done> arrive(ArrivalTurn turn, CheckInInput checkIn, Instant at, UUID staff) {
        Mono<Long> ready = switch (turn.state()) {
            case CONFIRMED -> Mono.just(0L);
            case NO_SHOW -> corrections.revertNoShow(turn.booking(), null, staff);
            case ATTENDED -> refused(new AlreadyArrived());
            default -> refused(new NotBooked(turn.state()));
        };
        return ready.flatMap(state -> custody.seenWith(turn.child(), checkIn.broughtBy()))
                .flatMap(verdict -> arrivals.arrive(turn.booking(), at, verdict.hands(), checkIn.healthNote(), staff)
                        .switchIfEmpty(refused(new ArrivedElsewhere()))
                        .flatMap(stay -> verdict.incident() == null
                                ? Mono.just(new Done(null))
                                : raise(stay, IncidentKind.BROUGHT_BY_BARRED, verdict.hands(), at, staff)));
    }

    private Mono<Done> leave(ArrivalTurn turn, CheckInInput checkIn, Instant at, UUID staff) {
        return handOvers
                .stay(turn.booking())
                .switchIfEmpty(refused(new NotArrived()))
                .flatMap(stay -> at.isBefore(stay.arrivedAt())
                        ? refused(new CheckInTimeRefused())
                        : custody.releasedTo(turn.child(), Objects.requireNonNull(checkIn.collectedBy()), at)
                                .flatMap(verdict -> stay.left()
                                        ? again(stay, verdict.hands(), at, staff)
                                        : release(stay, verdict, checkIn, at, staff)));
    }

    private Mono<Done> release(Stay stay, Verdict verdict, CheckInInput checkIn, Instant at, UUID staff) {
        IdentityCheck how = Objects.requireNonNull(checkIn.verifiedHow());
        return handOvers
                .handOver(stay, verdict.hands(), how, at, staff)
                .flatMap(rows -> verdict.incident() == null
                        ? Mono.just(new Done(null))
                        : raise(stay.attendance(), verdict.incident(), verdict.hands(), at, staff));
    }

    /** Two devices let one child go: the first is the hand-over, and the second the incident. */
    private Mono<Done> again(Stay stay, Hands hands, Instant at, UUID staff) {
        return handOvers
                .isRepeated(stay, hands, staff)
                .defaultIfEmpty(false)
                .flatMap(repeated -> repeated
                        ? refused(new AlreadyLeft())
                        : raise(stay.attendance(), IncidentKind.RELEASED_TWICE, hands, at, staff));
    }

    private Mono<Done> raise(UUID stay, IncidentKind kind, Hands hands, Instant at, UUID staff) {
        return handOvers.raise(stay, kind, hands, at, staff).thenReturn(new Done(kind));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new Refused(refusal));
    }
}
