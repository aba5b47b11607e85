package org.doorstep.family;

import io.r2dbc.spi.Readable;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** One-day passes: a guardian names somebody for a day and gets a code of six digits that works once. */
@Component
public class PickUpPasses {

    /** How many codes may be tried for a child before the guardian must issue a new pass. */
    public static final int MAX_ATTEMPTS = 5;

    private static final int CODES = 1_000_000;
    private static final int DAYS_AHEAD = 30;
    private static final String TODAY = "(now() at time zone 'Asia/Shanghai')::date";

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Collectors collectors;
    private final FieldEncryption encryption;
    private final BlindIndex blindIndex;
    private final PersonIndex index;
    private final SecureRandom random = new SecureRandom();

    PickUpPasses(
            DatabaseClient database,
            Transactions transactions,
            Collectors collectors,
            FieldEncryption encryption,
            BlindIndex blindIndex,
            PersonIndex index) {
        this.database = database;
        this.transactions = transactions;
        this.collectors = collectors;
        this.encryption = encryption;
        this.blindIndex = blindIndex;
        this.index = index;
    }

    /** What became of a code. */
    public enum Attempt {
        ACCEPTED,
        WRONG,
        /** Wrong, and the last one that may be tried. */
        WRONG_AND_LOCKED,
        LOCKED,
        /** Right, but the person it was issued for is barred: the pass is not used up. */
        BARRED
    }

    /** @param pass the pass in force; null when there is none for today */
    public record Tried(Attempt attempt, @Nullable UUID pass) {}

    /** Fails with {@link Refused}. */
    Mono<PickUpPassIssued> issue(UUID person, IssuePickUpPassInput input) {
        UUID child = Child.ID.decode(input.childId());
        return Mono.defer(() -> {
            new InputCheck()
                    .line(input.collectorName(), "collectorName", 1, CollectorDetails.MAX_NAME)
                    .orRefuse();
            String code = String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
            return transactions
                    .write(collectors
                            .lockChild(person, child)
                            .flatMap(found -> found
                                    ? replace(child)
                                            .then(Mono.defer(() -> insert(person, child, input, hash(child, code))))
                                    : Mono.error(() -> new Refused(new NotFound(input.childId())))))
                    .thenReturn(new PickUpPassIssued(code, input.day()));
        });
    }

    private Mono<Long> replace(UUID child) {
        return database.sql("""
                        update pick_up_pass set replaced_at = now()
                        where child_id = :child and used_at is null and replaced_at is null
                        """).bind("child", child).fetch().rowsUpdated();
    }

    private Mono<Long> insert(UUID person, UUID child, IssuePickUpPassInput input, byte[] hash) {
        UUID id = IdType.next();
        LocalDate day = input.day();
        return database.sql("""
                        insert into pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by, index_version)
                        select :id, :child, :name, :name_index, :hash, :day, :person, :version
                        where :day between %1$s and %1$s + :ahead
                        """.formatted(TODAY))
                .bind("id", id)
                .bind("child", child)
                .bind("name", encryption.encrypt(input.collectorName().strip(), nameContext(id)))
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

    /**
     * Tries a code for a child: one statement that counts the attempt before anybody knows whether it was right, so that
     * no number of requests, or of aliases in one, tries more than {@value #MAX_ATTEMPTS}. Belongs to the transaction
     * that hands the child over.
     *
     * @param since the day on which the child's session began: a pass of that day holds after midnight, too
     */
    public Mono<Tried> attempt(UUID child, String code, LocalDate since) {
        return database.sql("""
                        update pick_up_pass p
                        set attempts = attempts + 1,
                            used_at = case when code_hash = :hash and not is_barred(child_id, name_index, null)
                                      then now() end
                        where child_id = :child and pass_works(p, :since, now()) and attempts < :max
                        returning id, code_hash = :hash as is_right, used_at is not null as used, attempts
                        """)
                .bind("child", child)
                .bind("hash", hash(child, code.strip()))
                .bind("max", MAX_ATTEMPTS)
                .bind("since", since)
                .map(PickUpPasses::tried)
                .one()
                .switchIfEmpty(Mono.defer(() -> notTried(child, since)));
    }

    private static Tried tried(Readable row) {
        UUID pass = row.get("id", UUID.class);
        if (Boolean.TRUE.equals(row.get("used", Boolean.class))) {
            return new Tried(Attempt.ACCEPTED, pass);
        }
        if (Boolean.TRUE.equals(row.get("is_right", Boolean.class))) {
            return new Tried(Attempt.BARRED, pass);
        }
        boolean last = Objects.requireNonNull(row.get("attempts", Integer.class)) >= MAX_ATTEMPTS;
        return new Tried(last ? Attempt.WRONG_AND_LOCKED : Attempt.WRONG, pass);
    }

    /** Uses up the pass of one of these days that was issued in this name; empty when there is none, or the person is barred. */
    public Mono<UUID> useByName(UUID child, String name, LocalDate since, Instant at) {
        return database.sql("""
                        update pick_up_pass p set used_at = now()
                        where child_id = :child and pass_works(p, :since, :at) and name_index = :name
                          and not is_barred(child_id, name_index, null)
                        returning id
                        """)
                .bind("child", child)
                .bind("since", since)
                .bind("at", at)
                .bind("name", index.ofName(child, name))
                .mapValue(UUID.class)
                .one();
    }

    private Mono<Tried> notTried(UUID child, LocalDate since) {
        return database.sql("""
                        select id from pick_up_pass p where child_id = :child and pass_works(p, :since, now())
                        """)
                .bind("child", child)
                .bind("since", since)
                .mapValue(UUID.class)
                .one()
                .map(pass -> new Tried(Attempt.LOCKED, pass))
                .defaultIfEmpty(new Tried(Attempt.WRONG, null));
    }

    /** Where the encrypted name of a pass belongs. */
    public static String nameContext(UUID pass) {
        return "pick_up_pass.name:" + pass;
    }

    private byte[] hash(UUID child, String code) {
        return blindIndex.of(code, "pick_up_pass.code:" + child);
    }
}
