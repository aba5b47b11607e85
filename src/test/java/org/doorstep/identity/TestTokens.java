package org.doorstep.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;

/** Access tokens for servers that run in processes of their own, signed with a key in their database. */
public final class TestTokens {

    private final ECKey key;

    private TestTokens(ECKey key) {
        this.key = key;
    }

    /** Makes a key that the servers of this database sign with and trust; to be called before the first one starts. */
    public static TestTokens install(Connection database, FieldEncryption encryption) throws SQLException {
        ECKey key = generate();
        try (var insert = database.prepareStatement("""
                insert into signing_key (kid, generation, public_jwk, private_jwk, created_at, retires_at)
                values (?, 1, ?, ?, now() - interval '1 day', now() + interval '30 days')
                """)) {
            insert.setString(1, key.getKeyID());
            insert.setString(2, key.toPublicJWK().toJSONString());
            insert.setBytes(3, encryption.encrypt(key.toJSONString(), "signing_key.private_jwk:" + key.getKeyID()));
            insert.executeUpdate();
        }
        return new TestTokens(key);
    }

    /** A token of this person that ends in a week by this machine's clock. */
    public String of(UUID person) {
        return of(person, Instant.now().plus(Duration.ofDays(7)));
    }

    public String of(UUID person, Instant end) {
        return AccessTokens.sign(
                new JWTClaimsSet.Builder()
                        .issuer("doorstep")
                        .audience("doorstep-api")
                        .subject(AccessTokens.PERSON.encode(person))
                        .expirationTime(Date.from(end))
                        .build(),
                key);
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
