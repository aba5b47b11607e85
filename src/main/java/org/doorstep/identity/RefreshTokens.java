package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Refresh tokens: 256 random bits, kept as a hash, valid once. Those that descend from one sign-in are a family, which
 * ends as a whole when one of them is used twice.
 */
@Component
class RefreshTokens {

    private static final int BYTES = 32;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Duration life;
    private final SecureRandom random;

    RefreshTokens(DatabaseClient database, Transactions transactions, IdentityProperties properties)
            throws NoSuchAlgorithmException {
        this.database = database;
        this.transactions = transactions;
        this.life = properties.refreshTokenLife();
        // a DRBG reads the system's random source when it is seeded, here, and not on an event loop
        this.random = SecureRandom.getInstance("DRBG");
        random.nextBytes(new byte[BYTES]);
    }

    /** A token and whose it is. */
    record Issued(UUID personId, String token) {

        /** Names no token, since records end up in logs. */
        @Override
        public String toString() {
            return "Issued to " + personId;
        }
    }

    /** The first token of a new family. */
    Mono<Issued> begin(UUID personId) {
        String token = newToken();
        return transactions.writeStatement(database.sql("""
                                with family as (
                                    insert into refresh_family (id, person_id) values (:family_id, :person_id)
                                    returning id
                                )
                                insert into refresh_token (hash, family_id, expires_at)
                                select :hash, id, now() + :life * interval '1 second' from family
                                """)
                .bind("family_id", IdType.next())
                .bind("person_id", personId)
                .bind("hash", hash(token))
                .bind("life", life.toSeconds())
                .fetch()
                .rowsUpdated()
                .thenReturn(new Issued(personId, token)));
    }

    /** The successor of a token; empty when the token is unknown, expired, used or of an ended family. */
    Mono<Issued> rotate(String token) {
        String successor = newToken();
        Mono<Issued> rotated = database.sql("""
                        with presented as (
                            update refresh_token t
                               set used_at = now()
                              from refresh_family f
                             where t.hash = :hash and t.used_at is null and t.expires_at > now()
                               and f.id = t.family_id and f.revoked_at is null
                            returning t.family_id, f.person_id
                        ), successor as (
                            insert into refresh_token (hash, family_id, expires_at)
                            select :successor, family_id, now() + :life * interval '1 second' from presented
                        )
                        select person_id from presented
                        """)
                .bind("hash", hash(token))
                .bind("successor", hash(successor))
                .bind("life", life.toSeconds())
                .map(row -> new Issued(required(row, "person_id", UUID.class), successor))
                .one();
        return transactions
                .writeStatement(rotated)
                .switchIfEmpty(Mono.defer(() -> endIfUsed(token).then(Mono.empty())));
    }

    private Mono<Long> endIfUsed(String token) {
        return transactions.writeStatement(
                database.sql("""
                                update refresh_family
                                   set revoked_at = now()
                                 where id = (select family_id from refresh_token
                                              where hash = :hash and used_at is not null)
                                   and revoked_at is null
                                """).bind("hash", hash(token)).fetch().rowsUpdated());
    }

    /** Ends the family of a token; true when it was in force. */
    Mono<Boolean> end(String token) {
        return transactions.writeStatement(database.sql("""
                                update refresh_family
                                   set revoked_at = now()
                                 where id = (select family_id from refresh_token where hash = :hash)
                                   and revoked_at is null
                                """)
                .bind("hash", hash(token))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0));
    }

    private String newToken() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
