package org.doorstep.identity;

import org.jspecify.annotations.Nullable;

/**
 * WeChat's answer to a sign-in code. Its {@code session_key} is left out on purpose: nothing here needs it, and what is
 * not read cannot leak.
 *
 * @param errcode null or 0 means success
 */
record CodeToSession(
        @Nullable String openid,
        @Nullable String unionid,
        @Nullable Integer errcode) {

    int status() {
        return errcode == null ? 0 : errcode;
    }

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "CodeToSession[errcode=" + status() + "]";
    }
}
