package org.doorstep.identity;

import java.time.Instant;

/** A session has begun or goes on. */
record SignedIn(String accessToken, String refreshToken, Instant expiresAt, Viewer viewer) implements SignInResult {

    /** Names no token, since records end up in logs. */
    @Override
    public String toString() {
        return "SignedIn until " + expiresAt;
    }
}
