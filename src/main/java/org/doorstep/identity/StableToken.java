package org.doorstep.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * WeChat's answer to a request for a token.
 *
 * @param expiresIn seconds
 * @param errcode null or 0 means success
 */
record StableToken(
        @JsonProperty("access_token") @Nullable String accessToken,
        @JsonProperty("expires_in") @Nullable Long expiresIn,
        @Nullable Integer errcode) {

    int status() {
        return errcode == null ? 0 : errcode;
    }

    /** Names no token, since records end up in logs. */
    @Override
    public String toString() {
        return "StableToken[errcode=" + status() + "]";
    }
}
