package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pair of tokens that a signed-in person holds. */
@Component
class SignInTokens {

    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final Viewers viewers;
    private final Allowances allowances;

    SignInTokens(RefreshTokens refreshTokens, AccessTokens accessTokens, Viewers viewers, Allowances allowances) {
        this.allowances = allowances;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.viewers = viewers;
    }

    Mono<SignInResult> begin(UUID personId) {
        return refreshTokens.begin(personId).flatMap(this::signedIn);
    }

    /** A right token is changed always; guesses from a network are told that they are wrong so many times a minute. */
    Mono<SignInResult> refresh(String refreshToken, Network network) {
        return refreshTokens
                .rotate(refreshToken)
                .flatMap(this::signedIn)
                .switchIfEmpty(allowances
                        .take(Allowance.WRONG_REFRESHES, network)
                        .thenReturn(SignInRefused.REFRESH_TOKEN_INVALID));
    }

    Mono<SignOutResult> end(String refreshToken) {
        return refreshTokens.end(refreshToken).map(SignedOut::new);
    }

    private Mono<SignInResult> signedIn(RefreshTokens.Issued refresh) {
        return Mono.zip(accessTokens.forPerson(refresh.personId()), viewers.person(refresh.personId()))
                .map(both -> new SignedIn(
                        both.getT1().value(), refresh.token(), both.getT1().expiresAt(), both.getT2()));
    }
}
