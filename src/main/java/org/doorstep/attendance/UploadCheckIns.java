package org.doorstep.attendance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.AlreadyArrived;
import org.doorstep.attendance.AttendanceRefusal.ArrivedElsewhere;
import org.doorstep.attendance.AttendanceRefusal.CheckInTimeRefused;
import org.doorstep.attendance.AttendanceRefusal.NotArrived;
import org.doorstep.attendance.AttendanceRefusal.NotBooked;
import org.doorstep.attendance.RecordDeparture.AlreadyLeft;
import org.doorstep.attendance.RecordDeparture.MustBeCollected;
import org.doorstep.attendance.UploadCheckIns.CheckInInput.CheckInKind;
import org.doorstep.booking.Booking;
import org.doorstep.event.CustodyKind;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.incident.IncidentKind;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
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

    /** What the device recorded is on record. */
    record CheckInRecorded(
            UUID nonce, RosterEntry entry, @Nullable IncidentKind incident) {}

    /** It was uploaded before; nothing changed. */
    record CheckInRepeated(UUID nonce, RosterEntry entry) {}

    /** An arrival or a departure that a device recorded while it was offline. */
    record CheckInInput(
            UUID nonce,
            String bookingId,
            CheckInKind kind,
            Instant at,
            @Nullable EscortInput broughtBy,
            @Nullable String healthNote,
            @Nullable EscortInput collectedBy,
            @Nullable IdentityCheck verifiedHow,
            // not in what the nonce stands for unless said, so that uploads from before are known again
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean leftAlone) {
        /** What a device recorded. */
        enum CheckInKind {
            ARRIVAL,
            DEPARTURE
        }

        void check() {
            InputCheck check = new InputCheck().text(healthNote, "healthNote", 0, RecordArrival.MAX_HEALTH_NOTE);
            boolean departs = kind == CheckInKind.DEPARTURE;
            check.that(!departs || broughtBy == null, "broughtBy", "of-arrival")
                    .that(!departs || healthNote == null, "healthNote", "of-arrival")
                    .that(departs || collectedBy == null, "collectedBy", "of-departure")
                    .that(departs || verifiedHow == null, "verifiedHow", "of-departure")
                    .that(departs || !leftAlone, "leftAlone", "of-departure");
            if (departs) {
                RecordDeparture.Input.departure(check, collectedBy != null, verifiedHow != null, leftAlone);
            }
            EscortInput.check(check, broughtBy, "broughtBy");
            EscortInput.check(check, collectedBy, "collectedBy");
            check.orRefuse();
        }

        /** Names no one, since records end up in logs. */
        @Override
        public String toString() {
            return "CheckInInput " + nonce;
        }
    }

    /** What a device recorded while it was offline, in the order in which it happened. */
    record Input(List<CheckInInput> checkIns) {}

    /** The answer to each check-in, in the order of the input. */
    record CheckInsUploaded(List<Object> results) {}

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

    Mono<CheckInsUploaded> upload(Caller caller, Input input, Selection entry, Access access) {
        StationRights.requireAny(caller);
        new InputCheck().count(input.checkIns().size(), "checkIns", 1, MAX).orRefuse();
        return Flux.fromIterable(input.checkIns())
                .concatMap(checkIn -> Mono.defer(() -> one(caller, checkIn, entry, access))
                        .onErrorResume(Refused.class, refused -> Mono.just(refused.refusal())))
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

    private Mono<Done> record(LockedBooking turn, CheckInInput checkIn, UUID staff) {
        if (checkIn.kind() == CheckInKind.ARRIVAL) {
            return turn.canHaveArrivedAt(checkIn.at())
                    ? arrive(turn, checkIn, checkIn.at(), staff)
                    : refused(new CheckInTimeRefused());
        }
        return turn.isPast(checkIn.at())
                ? leave(turn.booking(), checkIn, checkIn.at(), staff)
                : refused(new CheckInTimeRefused());
    }

    private Mono<Done> arrive(LockedBooking turn, CheckInInput checkIn, Instant at, UUID staff) {
        Mono<Long> ready = switch (turn.state()) {
            case CONFIRMED -> Mono.just(0L);
            case NO_SHOW -> corrections.revertNoShow(turn.booking(), null, staff);
            case ATTENDED -> refused(new AlreadyArrived());
            default -> refused(new NotBooked(turn.state()));
        };
        return ready.flatMap(state -> custody.seenWith(turn.child(), checkIn.broughtBy()))
                .flatMap(verdict -> arrivals.arrive(turn.booking(), at, verdict.hands(), checkIn.healthNote(), staff)
                        .switchIfEmpty(refused(new ArrivedElsewhere()))
                        .flatMap(arrived -> raise(
                                arrived.stay(), RecordArrival.incident(verdict, arrived), verdict.hands(), at, staff)));
    }

    /** A child who went on from this session by that moment left the one that it went on to. */
    private Mono<Done> leave(UUID booking, CheckInInput checkIn, Instant at, UUID staff) {
        return handOvers.stay(booking).switchIfEmpty(refused(new NotArrived())).flatMap(stay -> {
            if (at.isBefore(stay.arrivedAt())) {
                return refused(new CheckInTimeRefused());
            }
            return stay.movedTo() != null && stay.movedOnBy(at)
                    ? leave(stay.movedTo(), checkIn, at, staff)
                    : depart(stay, checkIn, at, staff);
        });
    }

    private Mono<Done> depart(Stay stay, CheckInInput checkIn, Instant at, UUID staff) {
        EscortInput by = checkIn.collectedBy();
        DepartureKind kind = RecordDeparture.Input.kind(stay.custody(), by != null, checkIn.leftAlone());
        Mono<Verdict> verdict = by == null ? Mono.just(unattended(stay, kind)) : custody.releasedTo(stay, by, at);
        return verdict.flatMap(known -> stay.left() && stay.movedTo() == null
                ? again(stay, kind, known.hands(), at, staff)
                : handOvers
                        .depart(stay, kind, known.hands(), checkIn.verifiedHow(), at, staff)
                        .then(raise(stay.attendance(), known.incident(), known.hands(), at, staff)));
    }

    private static Verdict unattended(Stay stay, DepartureKind kind) {
        return kind == DepartureKind.LEFT_ALONE && stay.custody() != CustodyKind.LEAVES_ALONE
                ? Verdict.alarmed(Escorting.UNKNOWN, new MustBeCollected(), IncidentKind.LEFT_ALONE_UNALLOWED)
                : Verdict.mayGo(Escorting.UNKNOWN);
    }

    /** Two devices let one child go: the first is the hand-over, and the second the incident. */
    private Mono<Done> again(Stay stay, DepartureKind kind, Escorting hands, Instant at, UUID staff) {
        return handOvers
                .isRepeated(stay, kind, hands, staff)
                .defaultIfEmpty(false)
                .flatMap(repeated -> repeated
                        ? refused(new AlreadyLeft())
                        : raise(stay.attendance(), IncidentKind.RELEASED_TWICE, hands, at, staff));
    }

    private Mono<Done> raise(UUID stay, @Nullable IncidentKind kind, Escorting hands, Instant at, UUID staff) {
        return kind == null
                ? Mono.just(new Done(null))
                : handOvers.raise(stay, kind, hands, at, staff).thenReturn(new Done(kind));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new Refused(refusal));
    }
}
