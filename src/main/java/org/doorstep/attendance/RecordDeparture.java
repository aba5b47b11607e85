package org.doorstep.attendance;

import java.util.UUID;
import java.util.function.Supplier;
import org.doorstep.attendance.AttendanceRefusal.MovedOn;
import org.doorstep.attendance.AttendanceRefusal.NotArrived;
import org.doorstep.booking.Booking;
import org.doorstep.event.CustodyKind;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.incident.IncidentKind;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hands a child over, once. Whether a session is full or short of carers never matters here.
 * What triggers add: {@code docs/triggers.md#hand_over}.
 */
@Component
class RecordDeparture {

    /** Who takes the child: one of the three. */
    record CollectedByInput(
            @Nullable String collectorId,
            @Nullable String guardianId,
            @Nullable String passCode) {}

    /** A child that leaves: with somebody who collects it, alone, or with the guardian who stayed. */
    record Input(
            String bookingId,
            @Nullable CollectedByInput collectedBy,
            @Nullable IdentityCheck verifiedHow,
            boolean leftAlone) {

        void check() {
            InputCheck check = new InputCheck();
            departure(check, collectedBy != null, verifiedHow != null, leftAlone);
            check.orRefuse();
        }

        static void departure(InputCheck check, boolean collected, boolean verified, boolean alone) {
            check.that(!collected || verified, "verifiedHow", "required")
                    .that(collected || !verified, "collectedBy", "required")
                    .that(!collected || !alone, "leftAlone", "one-of", "collectedBy");
        }

        DepartureKind kind(CustodyKind custody) {
            return kind(custody, collectedBy != null, leftAlone);
        }

        /** Fails with {@link Refused} where somebody must collect the child and nobody is named. */
        static DepartureKind kind(CustodyKind custody, boolean collected, boolean alone) {
            if (collected) {
                return DepartureKind.HANDED_OVER;
            }
            if (alone) {
                return DepartureKind.LEFT_ALONE;
            }
            if (custody == CustodyKind.GUARDIAN_STAYS || custody == CustodyKind.NONE) {
                return DepartureKind.WITH_GUARDIAN;
            }
            throw new Refused(InvalidInput.of("collectedBy", "required"));
        }
    }

    /** The child has left. */
    record DepartureRecorded(RosterEntry entry) implements Result {}

    /** The departure was recorded before. */
    record AlreadyLeft() implements RecordDeparture.NotReleased {}

    /** The child may not leave alone: somebody must collect it. */
    record MustBeCollected() implements RecordDeparture.NotReleased {}

    /** The family has barred this person from collecting the child. */
    record CollectorBarred() implements RecordDeparture.NotReleased {}

    /** No pass of this code is in force for the child today. */
    record PassInvalid() implements RecordDeparture.NotReleased {}

    /** Too many codes were tried for the child. */
    record PassLocked() implements RecordDeparture.NotReleased {}

    /** What became of a departure. */
    sealed interface Result {}

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
    Mono<Result> record(Caller caller, Input input, Selection selection, Access access) {
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

    private Mono<Result> depart(Stay stay, Input input, UUID staff, Supplier<Mono<RosterEntry>> entry) {
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
                ? left(stay, kind, Escorting.UNKNOWN, input, staff, entry)
                : release(stay, input.collectedBy(), input, staff, entry);
    }

    private Mono<Result> release(
            Stay stay, CollectedByInput by, Input input, UUID staff, Supplier<Mono<RosterEntry>> entry) {
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
            Escorting hands,
            Input input,
            UUID staff,
            Supplier<Mono<RosterEntry>> entry) {
        return handOvers
                .depart(stay, kind, hands, input.verifiedHow(), null, staff)
                .then(Mono.defer(entry))
                .map(DepartureRecorded::new);
    }

    /** A child that goes with a second person, or by a second member of staff, raises an incident. */
    private Mono<Result> again(Stay stay, DepartureKind kind, Input input, UUID staff) {
        Mono<Escorting> hands = input.collectedBy() == null
                ? Mono.just(Escorting.UNKNOWN)
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
