package org.doorstep.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Asks WeChat for the token of the mini-program. */
record StableTokenRequest(
        @JsonProperty("grant_type") String grantType,
        String appid,
        String secret,
        @JsonProperty("force_refresh") boolean forceRefresh) {

    StableTokenRequest(String appid, String secret, boolean forceRefresh) {
        this("client_credential", appid, secret, forceRefresh);
    }

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "StableTokenRequest[forceRefresh=" + forceRefresh + "]";
    }
}
