package org.doorstep.attendance;

import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.ArrivalCodeInvalid;
import org.doorstep.attendance.AttendanceRefusal.ArrivedElsewhere;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.incident.IncidentKind;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Records that a booked child came, found by name or by the code that the family shows.
 * What triggers add: {@code docs/triggers.md#attendance}.
 */
@Component
class RecordArrival {

    /** A child that came, by its booking or by the code that the family shows. */
    record Input(
            @Nullable String bookingId,
            @Nullable String arrivalCode,
            @Nullable EscortInput broughtBy,
            @Nullable String healthNote) {}

    /** The child is here. */
    record ArrivalRecorded(RosterEntry entry) {}

    /** Nobody on the child's list, and no guardian of the child. */
    record CollectorNotListed() implements RecordDeparture.NotReleased {}

    static final int MAX_HEALTH_NOTE = 500;

    private final Arrivals arrivals;
    private final ArrivalCodes codes;
    private final Custody custody;
    private final HandOvers handOvers;
    private final Transactions transactions;
    private final Rosters rosters;
    private final Allowances allowances;

    RecordArrival(
            Arrivals arrivals,
            ArrivalCodes codes,
            Custody custody,
            HandOvers handOvers,
            Transactions transactions,
            Rosters rosters,
            Allowances allowances) {
        this.allowances = allowances;
        this.arrivals = arrivals;
        this.codes = codes;
        this.custody = custody;
        this.handOvers = handOvers;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<ArrivalRecorded> record(Caller caller, Input input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        InputCheck check = new InputCheck()
                .that(
                        (input.bookingId() == null) != (input.arrivalCode() == null),
                        "bookingId",
                        "one-of",
                        "arrivalCode")
                .text(input.healthNote(), "healthNote", 0, MAX_HEALTH_NOTE);
        EscortInput.check(check, input.broughtBy(), "broughtBy");
        check.orRefuse();
        return transactions.write(turn(caller, input)
                .flatMap(turn -> arrive(turn, input, caller.personId()))
                .flatMap(booking -> rosters.entry(booking, selection, access))
                .map(ArrivalRecorded::new));
    }

    private Mono<LockedBooking> turn(Caller caller, Input input) {
        if (input.bookingId() != null) {
            return arrivals.turn(caller, Booking.ID.decode(input.bookingId()))
                    .switchIfEmpty(refused(new NotFound(input.bookingId())));
        }
        return Mono.justOrEmpty(input.arrivalCode())
                .flatMap(code -> Mono.justOrEmpty(codes.open(code)))
                .flatMap(code -> arrivals.turn(caller, code.booking()).delayUntil(turn -> codes.use(code)))
                .switchIfEmpty(allowances
                        .take(Allowance.WRONG_CODES, caller.personId())
                        .then(refused(new ArrivalCodeInvalid())));
    }

    private Mono<UUID> arrive(LockedBooking turn, Input input, UUID staff) {
        Refusal refusal = turn.refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        return custody.seenWith(turn.child(), input.broughtBy())
                .flatMap(verdict -> arrivals.arrive(turn.booking(), null, verdict.hands(), input.healthNote(), staff)
                        .switchIfEmpty(refused(new ArrivedElsewhere()))
                        .flatMap(arrived -> Mono.justOrEmpty(incident(verdict, arrived))
                                .flatMap(kind -> handOvers.raise(arrived.stay(), kind, verdict.hands(), null, staff))
                                .thenReturn(turn.booking())));
    }

    /** What to look into when a child comes; null when there is nothing. */
    static @Nullable IncidentKind incident(Verdict verdict, Arrivals.Arrived arrived) {
        if (verdict.incident() != null) {
            return IncidentKind.BROUGHT_BY_BARRED;
        }
        // somebody brings a child who, as far as was recorded, never left
        return arrived.wasHere() && !verdict.hands().equals(Escorting.UNKNOWN) ? IncidentKind.BROUGHT_WHILE_HERE : null;
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new Refused(refusal));
    }
}
