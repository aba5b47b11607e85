package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Duration;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The keys that access tokens are signed with, in the database, so that all instances share them. */
@Component
class SigningKeys {

    private static final Duration PUBLISHED_AFTER_SUCCESSOR = Duration.ofDays(1);

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    SigningKeys(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    /**
     * A key as stored.
     *
     * @param settled whether it is old enough for every instance to have seen it
     * @param due whether it is old enough to get a successor
     */
    record StoredKey(String kid, String publicJwk, byte[] privateJwk, boolean settled, boolean due) {}

    /** Keys that are not retired, the newest first. */
    Flux<StoredKey> all(Duration rotation, Duration settling) {
        return database.sql("""
                        select kid, public_jwk, private_jwk,
                               created_at <= now() - :settling * interval '1 second' as settled,
                               created_at <= now() - :rotation * interval '1 second' as due
                          from signing_key
                         where retires_at > now()
                         order by generation desc
                        """)
                .bind("settling", settling.toSeconds())
                .bind("rotation", rotation.toSeconds())
                .map(row -> new StoredKey(
                        required(row, "kid", String.class),
                        required(row, "public_jwk", String.class),
                        required(row, "private_jwk", byte[].class),
                        required(row, "settled", Boolean.class),
                        required(row, "due", Boolean.class)))
                .all();
    }

    /** Creates a key unless the newest is younger than the rotation. Of several instances at once, one succeeds. */
    Mono<Long> createIfDue(Duration rotation) {
        return Mono.fromCallable(SigningKeys::generate)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(key -> insert(key, rotation));
    }

    private Mono<Long> insert(ECKey key, Duration rotation) {
        return database.sql("""
                        insert into signing_key (kid, generation, public_jwk, private_jwk, retires_at)
                        select :kid, coalesce(max(generation), 0) + 1, :public_jwk, :private_jwk,
                               now() + :life * interval '1 second'
                          from signing_key
                        having coalesce(max(created_at), '-infinity') <= now() - :rotation * interval '1 second'
                            on conflict (generation) do nothing
                        """)
                .bind("kid", key.getKeyID())
                .bind("public_jwk", key.toPublicJWK().toJSONString())
                .bind("private_jwk", encryption.encrypt(key.toJSONString(), context(key.getKeyID())))
                .bind("life", rotation.plus(PUBLISHED_AFTER_SUCCESSOR).toSeconds())
                .bind("rotation", rotation.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    ECKey decrypt(StoredKey key) {
        return parse(encryption.decrypt(key.privateJwk(), context(key.kid())));
    }

    static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("A stored signing key cannot be read", e);
        }
    }

    private static ECKey generate() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(UUID.randomUUID().toString())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(com.nimbusds.jose.JWSAlgorithm.ES256)
                .generate();
    }

    private static String context(String kid) {
        return "signing_key.private_jwk:" + kid;
    }
}
