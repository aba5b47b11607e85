package org.doorstep.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Pattern;
import org.doorstep.attendance.RecordArrival.CollectorNotListed;
import org.doorstep.attendance.RecordDeparture.CollectedByInput;
import org.doorstep.attendance.RecordDeparture.CollectorBarred;
import org.doorstep.attendance.RecordDeparture.PassInvalid;
import org.doorstep.attendance.RecordDeparture.PassLocked;
import org.doorstep.custody.Collector;
import org.doorstep.custody.PersonIndex;
import org.doorstep.custody.PickUpPasses;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.incident.IncidentKind;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.platform.text.Folding;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Decides who may take a child. A bar is stronger than lists, passes and guardianship. */
@Component
class Custody {

    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final DatabaseClient database;
    private final PickUpPasses passes;
    private final PersonIndex index;
    private final FieldEncryption encryption;

    Custody(DatabaseClient database, PickUpPasses passes, PersonIndex index, FieldEncryption encryption) {
        this.database = database;
        this.passes = passes;
        this.index = index;
        this.encryption = encryption;
    }

    /** Decides within the transaction that hands the child over; a code that is tried is counted. */
    Mono<Verdict> decide(Stay stay, CollectedByInput by) {
        return by.passCode() == null ? decideByName(stay, by) : pass(stay, by.passCode());
    }

    /** As {@link #decide}, but tries no code. */
    Mono<Verdict> decideByName(Stay stay, CollectedByInput by) {
        return decideByName(stay.child(), by, stay.firstDay());
    }

    private Mono<Verdict> decideByName(UUID child, CollectedByInput by, @Nullable LocalDate since) {
        if (by.collectorId() != null) {
            return collector(child, Collector.ID.decode(by.collectorId()), since, null);
        }
        if (by.guardianId() != null) {
            return guardian(child, Caller.PERSON.decode(by.guardianId()));
        }
        return by.passCode() == null
                ? Mono.error(() -> new Refused(InvalidInput.of("collectedBy", "required")))
                : Mono.just(Verdict.mayGo(Escorting.UNKNOWN));
    }

    /** What is known of whoever brings a child, on a list or not. Fails with {@link Refused} for an unknown id. */
    Mono<Verdict> seenWith(UUID child, @Nullable EscortInput escort) {
        if (escort == null) {
            return Mono.just(Verdict.mayGo(Escorting.UNKNOWN));
        }
        if (escort.name() != null) {
            return named(child, escort.name());
        }
        return decideByName(child, new CollectedByInput(escort.collectorId(), escort.guardianId(), null), null)
                .flatMap(verdict -> verdict.hands().equals(Escorting.UNKNOWN)
                        ? Mono.error(() -> new Refused(new CollectorNotListed()))
                        : Mono.just(verdict));
    }

    /**
     * What to look into after a child went with somebody, on a list or not, whom nobody could ask about. A pass in the
     * person's name, of a day of the stay, is used up. Fails with {@link Refused} for an unknown id.
     */
    Mono<Verdict> releasedTo(Stay stay, EscortInput escort, Instant at) {
        UUID child = stay.child();
        String name = escort.name();
        if (name != null) {
            return passes.useByName(child, name, stay.firstDay(), at)
                    .map(pass -> Verdict.mayGo(Escorting.ofPass(pass)))
                    .switchIfEmpty(Mono.defer(() -> named(child, name)).map(Custody::released));
        }
        Mono<Verdict> verdict = escort.collectorId() != null
                ? collector(child, Collector.ID.decode(escort.collectorId()), stay.firstDay(), at)
                : decideByName(child, new CollectedByInput(null, escort.guardianId(), null), null);
        return verdict.flatMap(known -> known.hands().equals(Escorting.UNKNOWN)
                ? Mono.error(() -> new Refused(new CollectorNotListed()))
                : Mono.just(released(known)));
    }

    private static Verdict released(Verdict verdict) {
        if (verdict.refusal() == null) {
            return verdict;
        }
        return Verdict.alarmed(
                verdict.hands(),
                verdict.refusal(),
                verdict.incident() == null ? IncidentKind.RELEASED_TO_UNLISTED : IncidentKind.RELEASED_TO_BARRED);
    }

    private Mono<Verdict> named(UUID child, String name) {
        Escorting hands = Escorting.ofName(name);
        return database.sql("select is_barred(:child, :name, null)")
                .bind("child", child)
                .bind("name", index.ofName(child, name))
                .mapValue(Boolean.class)
                .one()
                .map(barred -> verdict(hands, barred, false));
    }

    /** On the list at that moment, or on a day since the session began: who may collect a child today may at midnight. */
    private Mono<Verdict> collector(UUID child, UUID collector, @Nullable LocalDate since, @Nullable Instant at) {
        return database.sql("""
                        select is_barred(k.child_id, k.name_index, k.phone_index) as barred,
                               may_collect(k, :since, coalesce(:at, now())) as listed
                        from collector k where k.id = :collector and k.child_id = :child
                        """)
                .bind("collector", collector)
                .bind("at", Parameter.fromOrEmpty(at, Instant.class))
                .bind("since", Parameter.fromOrEmpty(since, LocalDate.class))
                .bind("child", child)
                .map(row -> verdict(
                        Escorting.ofCollector(collector),
                        Boolean.TRUE.equals(row.get("barred", Boolean.class)),
                        Boolean.TRUE.equals(row.get("listed", Boolean.class))))
                .one()
                .defaultIfEmpty(Verdict.refused(Escorting.UNKNOWN, new CollectorNotListed()));
    }

    private Mono<Verdict> guardian(UUID child, UUID guardian) {
        return database.sql("""
                        select p.phone, p.name from child c
                        join family_guardian g on g.family_id = c.family_id
                        join person p on p.id = g.person_id
                        where c.id = :child and p.id = :guardian
                        """)
                .bind("child", child)
                .bind("guardian", guardian)
                .map(row -> new Known(row.get("phone", byte[].class), row.get("name", byte[].class)))
                .one()
                .flatMap(known -> barred(child, guardian, known))
                .map(barred -> verdict(Escorting.ofGuardian(guardian), barred, true))
                .defaultIfEmpty(Verdict.refused(Escorting.UNKNOWN, new CollectorNotListed()));
    }

    private record Known(byte @Nullable [] phone, byte @Nullable [] name) {}

    private Mono<Boolean> barred(UUID child, UUID guardian, Known known) {
        byte[] phone = known.phone() == null
                ? null
                : index.ofPhone(child, encryption.decrypt(known.phone(), PhoneNumbers.context(guardian)));
        byte[] name = known.name() == null
                ? null
                : index.ofName(child, encryption.decrypt(known.name(), People.nameContext(guardian)));
        return database.sql("select is_barred(:child, :name, :phone)")
                .bind("child", child)
                .bind("name", Parameter.fromOrEmpty(name, byte[].class))
                .bind("phone", Parameter.fromOrEmpty(phone, byte[].class))
                .mapValue(Boolean.class)
                .one();
    }

    private static Verdict verdict(Escorting hands, boolean barred, boolean listed) {
        if (barred) {
            return Verdict.alarmed(hands, new CollectorBarred(), IncidentKind.BARRED_COLLECTOR);
        }
        return listed ? Verdict.mayGo(hands) : Verdict.refused(hands, new CollectorNotListed());
    }

    private Mono<Verdict> pass(Stay stay, String written) {
        String code = Folding.fold(written);
        if (!CODE.matcher(code).matches()) {
            return Mono.error(() -> new Refused(InvalidInput.of("collectedBy.passCode", "format")));
        }
        return passes.attempt(stay.child(), code, stay.firstDay()).map(tried -> {
            Escorting hands = Escorting.ofPass(tried.pass());
            return switch (tried.attempt()) {
                case ACCEPTED -> Verdict.mayGo(hands);
                case WRONG -> Verdict.refused(hands, new PassInvalid());
                case WRONG_AND_LOCKED -> Verdict.alarmed(hands, new PassLocked(), IncidentKind.PASS_LOCKED);
                case LOCKED -> Verdict.refused(hands, new PassLocked());
                case BARRED -> Verdict.alarmed(hands, new CollectorBarred(), IncidentKind.BARRED_COLLECTOR);
            };
        });
    }
}
