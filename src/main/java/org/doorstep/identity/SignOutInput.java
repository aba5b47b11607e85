package org.doorstep.identity;

/** The session to end. */
record SignOutInput(String refreshToken) {

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "SignOutInput";
    }
}
