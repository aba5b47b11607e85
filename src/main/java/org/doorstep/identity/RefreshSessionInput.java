package org.doorstep.identity;

/** The refresh token to change for a new one. */
record RefreshSessionInput(String refreshToken) {

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "RefreshSessionInput";
    }
}
