package org.doorstep.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.doorstep.platform.id.IdType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Issues access tokens: ES256 JWTs as in RFC 9068. */
@Component
class AccessTokens {

    static final IdType PERSON = Caller.PERSON;
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    static final String CLIENT_ID = "client_id";
    static final String CLIENT_SCOPE = "outcomes:read";

    private final KeyRing keyRing;
    private final IdentityProperties properties;

    AccessTokens(KeyRing keyRing, IdentityProperties properties) {
        this.keyRing = keyRing;
        this.properties = properties;
    }

    record AccessToken(String value, Instant expiresAt) {

        /** Names no token, since records end up in logs. */
        @Override
        public String toString() {
            return "AccessToken until " + expiresAt;
        }
    }

    Mono<AccessToken> forPerson(UUID personId) {
        return issue(claims().subject(PERSON.encode(personId)));
    }

    Mono<AccessToken> forClient(String clientId) {
        return issue(claims().subject(clientId).claim(CLIENT_ID, clientId).claim("scope", CLIENT_SCOPE));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(properties.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(properties.accessTokenLife())))
                .jwtID(IdType.next().toString());
    }

    private Mono<AccessToken> issue(JWTClaimsSet.Builder builder) {
        JWTClaimsSet claims = builder.build();
        return keyRing.signing()
                // signing reads the system's random source, which may block
                .publishOn(Schedulers.boundedElastic())
                .map(key -> new AccessToken(
                        sign(claims, key), claims.getExpirationTime().toInstant()));
    }

    static String sign(JWTClaimsSet claims, ECKey key) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("An access token cannot be signed", e);
        }
        return token.serialize();
    }
}
