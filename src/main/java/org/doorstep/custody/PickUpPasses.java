package org.doorstep.custody;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.crypto.BlindIndex;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The passes that {@link IssuePickUpPass} gives out, as they are tried at the door. */
@Component
public class PickUpPasses {

    /** How many codes may be tried for a child before the guardian must issue a new pass. */
    public static final int MAX_ATTEMPTS = 5;

    private final DatabaseClient database;
    private final BlindIndex blindIndex;
    private final PersonIndex index;

    PickUpPasses(DatabaseClient database, BlindIndex blindIndex, PersonIndex index) {
        this.database = database;
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
        boolean last = required(row, "attempts", Integer.class) >= MAX_ATTEMPTS;
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

    byte[] hash(UUID child, String code) {
        return blindIndex.of(code, "pick_up_pass.code:" + child);
    }
}
