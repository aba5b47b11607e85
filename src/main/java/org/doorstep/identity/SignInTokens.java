package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.identity.SignInResult.SignedIn;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pair of tokens that a signed-in person holds. */
@Component
class SignInTokens {

    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final Viewers viewers;

    SignInTokens(RefreshTokens refreshTokens, AccessTokens accessTokens, Viewers viewers) {
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.viewers = viewers;
    }

    Mono<SignInResult> begin(UUID personId) {
        return refreshTokens.begin(personId).flatMap(this::signedIn);
    }

    Mono<SignInResult> signedIn(RefreshTokens.Issued refresh) {
        return Mono.zip(accessTokens.forPerson(refresh.personId()), viewers.person(refresh.personId()))
                .map(both -> new SignedIn(
                        both.getT1().value(), refresh.token(), both.getT1().expiresAt(), both.getT2()));
    }
}
