package org.doorstep.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The public keys of access tokens, as in RFC 7517. */
@RestController
class JwksEndpoint {

    private final KeyRing keyRing;

    JwksEndpoint(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    @GetMapping(path = "/oauth2/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Map<String, Object>> jwks() {
        return keyRing.keys()
                .map(keys -> new JWKSet(List.<JWK>copyOf(keys.published()))
                        .toPublicJWKSet()
                        .toJSONObject());
    }
}
