package org.doorstep.identity;

/** The one-time code of a WeChat sign-in. */
record SignInWithWeChatInput(String code) {

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "SignInWithWeChatInput";
    }
}
