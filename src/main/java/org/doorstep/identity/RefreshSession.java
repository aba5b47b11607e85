package org.doorstep.identity;

import org.doorstep.identity.IdentityRefusal.SignInRefused;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes a refresh token for the next one, with an access token. */
@Component
class RefreshSession {

    /** The refresh token to change for a new one. */
    record Input(String refreshToken) {

        /** Names no secret, since records end up in logs. */
        @Override
        public String toString() {
            return "RefreshSessionInput";
        }
    }

    private final RefreshTokens refreshTokens;
    private final SignInTokens tokens;
    private final Allowances allowances;

    RefreshSession(RefreshTokens refreshTokens, SignInTokens tokens, Allowances allowances) {
        this.refreshTokens = refreshTokens;
        this.tokens = tokens;
        this.allowances = allowances;
    }

    /** A right token is changed always; guesses from a network are told that they are wrong so many times a minute. */
    Mono<SignInResult> refresh(Input input, Network network) {
        return allowances
                .take(Allowance.REFRESHES, network)
                .then(refreshTokens
                        .rotate(input.refreshToken())
                        .flatMap(tokens::signedIn)
                        .switchIfEmpty(allowances
                                .take(Allowance.WRONG_REFRESHES, network)
                                .thenReturn(SignInRefused.REFRESH_TOKEN_INVALID)));
    }
}
