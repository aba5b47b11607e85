package org.doorstep.identity;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The signing keys as this instance knows them. A new key is published at once and signs only when it is older than any
 * instance's copy, so that no instance meets a token whose key it has not seen.
 */
@Component
class KeyRing {

    private static final Duration RELOAD_EVERY = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofMinutes(5);
    // a flood of unknown key ids must not become a flood of statements
    private static final Duration RELOAD_ON_DEMAND_EVERY = Duration.ofSeconds(5);

    private final SigningKeys signingKeys;
    private final Duration rotation;
    private volatile Mono<Keys> current;

    KeyRing(SigningKeys signingKeys, IdentityProperties properties) {
        this.signingKeys = signingKeys;
        this.rotation = properties.keyRotation();
        this.current = loadedOnce();
    }

    record Keys(ECKey signing, List<ECKey> published, Instant loadedAt) {

        boolean know(String kid) {
            return published.stream().anyMatch(key -> key.getKeyID().equals(kid));
        }
    }

    /** The private key that signs now. */
    Mono<ECKey> signing() {
        return keys().map(Keys::signing);
    }

    /** The public keys that tokens may be signed with; the kid is looked up once more when it is unknown. */
    Flux<JWK> verifying(String kid) {
        return keys().flatMap(keys -> keys.know(kid) ? Mono.just(keys) : reloaded(keys))
                .flatMapIterable(Keys::published);
    }

    Mono<Keys> keys() {
        return Mono.defer(() -> current);
    }

    private Mono<Keys> reloaded(Keys stale) {
        if (stale.loadedAt().plus(RELOAD_ON_DEMAND_EVERY).isAfter(Instant.now())) {
            return Mono.just(stale);
        }
        current = loadedOnce();
        return current;
    }

    private Mono<Keys> loadedOnce() {
        return load().cache(keys -> RELOAD_EVERY, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    private Mono<Keys> load() {
        return signingKeys
                .all(rotation, SETTLING)
                .collectList()
                .flatMap(stored -> stored.isEmpty() || stored.get(0).due()
                        ? signingKeys
                                .createIfDue(rotation)
                                .then(signingKeys.all(rotation, SETTLING).collectList())
                        : Mono.just(stored))
                .map(this::ring);
    }

    private Keys ring(List<SigningKeys.StoredKey> stored) {
        SigningKeys.StoredKey signing = stored.stream()
                .filter(SigningKeys.StoredKey::settled)
                .findFirst()
                .orElseGet(() -> stored.get(stored.size() - 1));
        List<ECKey> published =
                stored.stream().map(key -> SigningKeys.parse(key.publicJwk())).toList();
        return new Keys(Objects.requireNonNull(signingKeys.decrypt(signing)), published, Instant.now());
    }
}
