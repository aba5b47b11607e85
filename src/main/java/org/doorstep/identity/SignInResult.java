package org.doorstep.identity;

import java.time.Instant;

/** The answer to a sign-in or a refresh. */
sealed interface SignInResult permits SignInResult.SignedIn, IdentityRefusal.SignInRefused {

    /** A session has begun or goes on. */
    record SignedIn(String accessToken, String refreshToken, Instant expiresAt, Viewer viewer) implements SignInResult {

        /** Names no token, since records end up in logs. */
        @Override
        public String toString() {
            return "SignedIn until " + expiresAt;
        }
    }
}
