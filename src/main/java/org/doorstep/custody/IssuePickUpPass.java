package org.doorstep.custody;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A guardian names somebody for a day, and gets a code of six digits that works once. */
@Component
class IssuePickUpPass {

    /** A pass for one day. */
    record Input(String childId, String collectorName, LocalDate day) {}

    /** The pass is in force; the code is shown this once. */
    record PickUpPassIssued(String passCode, LocalDate day) {}

    private static final int CODES = 1_000_000;
    private static final int DAYS_AHEAD = 30;
    private static final String TODAY = "(now() at time zone 'Asia/Shanghai')::date";

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Collectors collectors;
    private final PickUpPasses passes;
    private final FieldEncryption encryption;
    private final PersonIndex index;
    private final SecureRandom random = new SecureRandom();

    IssuePickUpPass(
            DatabaseClient database,
            Transactions transactions,
            Collectors collectors,
            PickUpPasses passes,
            FieldEncryption encryption,
            PersonIndex index) {
        this.database = database;
        this.transactions = transactions;
        this.collectors = collectors;
        this.passes = passes;
        this.encryption = encryption;
        this.index = index;
    }

    Mono<PickUpPassIssued> issue(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        new InputCheck()
                .line(input.collectorName(), "collectorName", 1, CollectorDetails.MAX_NAME)
                .orRefuse();
        UUID person = caller.personId();
        UUID child = Child.ID.decode(input.childId());
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
        return transactions
                .write(collectors
                        .lockChild(person, child)
                        .flatMap(found -> found
                                ? replace(child)
                                        .then(Mono.defer(() -> insert(person, child, input, passes.hash(child, code))))
                                : Mono.error(() -> new Refused(new NotFound(input.childId())))))
                .thenReturn(new PickUpPassIssued(code, input.day()));
    }

    private Mono<Long> replace(UUID child) {
        return database.sql("""
                        update pick_up_pass set replaced_at = now()
                        where child_id = :child and used_at is null and replaced_at is null
                        """).bind("child", child).fetch().rowsUpdated();
    }

    private Mono<Long> insert(UUID person, UUID child, Input input, byte[] hash) {
        UUID id = IdType.next();
        LocalDate day = input.day();
        return database.sql("""
                        insert into pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by, index_version)
                        select :id, :child, :name, :name_index, :hash, :day, :person, :version
                        where :day between %1$s and %1$s + :ahead
                        """.formatted(TODAY))
                .bind("id", id)
                .bind("child", child)
                .bind("name", encryption.encrypt(input.collectorName().strip(), PickUpPasses.nameContext(id)))
                .bind("name_index", index.ofName(child, input.collectorName()))
                .bind("hash", hash)
                .bind("day", day)
                .bind("person", person)
                .bind("version", PersonIndex.VERSION)
                .bind("ahead", DAYS_AHEAD)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(InvalidInput.of("day", "pass-day", DAYS_AHEAD))));
    }
}
