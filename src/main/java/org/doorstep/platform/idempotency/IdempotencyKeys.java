package org.doorstep.platform.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.IdempotencyKeyReused;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets the work of a key happen once. The claim of the key and the work share a transaction: of two requests with the
 * same key at once, the second waits for the first and gets its result. A refusal or a failure leaves the key free.
 */
@Component
public class IdempotencyKeys {

    private final DatabaseClient database;
    private final Transactions transactions;

    IdempotencyKeys(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /**
     * Does the work, or gives what it created when the key was used before. Fails with {@link Refused} and {@link
     * IdempotencyKeyReused} when the key was used for another operation or payload.
     *
     * @param payload what is asked for; its text must tell two payloads apart, as that of a record does
     * @param work creates rows and gives their ids; to refuse, it fails with {@link Refused}
     */
    public Mono<List<UUID>> once(UUID person, UUID key, String operation, Object payload, Mono<List<UUID>> work) {
        byte[] hash = hashOf(payload);
        Mono<List<UUID>> claimed =
                work.flatMap(created -> keep(person, key, created).thenReturn(created));
        return transactions.write(claim(person, key, operation, hash)
                .flatMap(won -> won ? claimed : Mono.defer(() -> earlier(person, key, operation, hash))));
    }

    /** Forgets the keys that are older than 24 hours. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    Mono<Void> forget() {
        return Chores.chore(
                "Forgetting old idempotency keys",
                transactions.writeStatement(
                        database.sql("delete from idempotency_key where created_at < now() - interval '24 hours'")
                                .fetch()
                                .rowsUpdated()));
    }

    private Mono<Boolean> claim(UUID person, UUID key, String operation, byte[] hash) {
        return database.sql("""
                        insert into idempotency_key (person_id, key, operation, payload_hash)
                        values (:person, :key, :operation, :hash)
                        on conflict (person_id, key) do nothing
                        """)
                .bind("person", person)
                .bind("key", key)
                .bind("operation", operation)
                .bind("hash", hash)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Mono<Void> keep(UUID person, UUID key, List<UUID> created) {
        return database.sql("update idempotency_key set result = :result where person_id = :person and key = :key")
                .bind("person", person)
                .bind("key", key)
                .bind("result", created.toArray(UUID[]::new))
                .then();
    }

    private Mono<List<UUID>> earlier(UUID person, UUID key, String operation, byte[] hash) {
        return database.sql("""
                        select case when operation = :operation and payload_hash = :hash then result end
                        from idempotency_key where person_id = :person and key = :key
                        """)
                .bind("person", person)
                .bind("key", key)
                .bind("operation", operation)
                .bind("hash", hash)
                .map(row -> Optional.ofNullable(row.get(0, UUID[].class)))
                .one()
                .flatMap(result -> Mono.justOrEmpty(result).map(Arrays::asList))
                .switchIfEmpty(Mono.error(() -> new Refused(new IdempotencyKeyReused())));
    }

    /** What tells two payloads of a key apart: SHA-256 of the payload's text. */
    public static byte[] hashOf(Object payload) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(payload.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
