package org.doorstep.identity;

import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends a session: none of its refresh tokens works any longer. */
@Component
class SignOut {

    /** The session to end. */
    record Input(String refreshToken) {

        /** Names no secret, since records end up in logs. */
        @Override
        public String toString() {
            return "SignOutInput";
        }
    }

    /** The session has ended, or there was none. */
    record SignedOut(boolean ended) implements SignOutResult {}

    private final RefreshTokens refreshTokens;
    private final Allowances allowances;

    SignOut(RefreshTokens refreshTokens, Allowances allowances) {
        this.refreshTokens = refreshTokens;
        this.allowances = allowances;
    }

    Mono<SignOutResult> end(Input input, Network network) {
        return allowances
                .take(Allowance.REFRESHES, network)
                .then(refreshTokens.end(input.refreshToken()))
                .map(SignedOut::new);
    }
}
