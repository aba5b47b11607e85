package org.doorstep.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/**
 * WeChat's server API.
 *
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html">code2Session</a>
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html">getPhoneNumber</a>
 */
interface WeChat {

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

    /** Asks WeChat for the phone that a code stands for. */
    record PhoneNumberRequest(String code) {

        /** Names no code, since records end up in logs. */
        @Override
        public String toString() {
            return "PhoneNumberRequest";
        }
    }

    /**
     * WeChat's answer to a code for a phone.
     *
     * @param errcode null or 0 means success
     */
    record PhoneNumberAnswer(
            @Nullable Integer errcode,
            @JsonProperty("phone_info") @Nullable PhoneInfo phoneInfo) {

        private static final Set<Integer> OF_TOKEN = Set.of(40001, 40014, 42001);

        /** The number without its country's code, and that code. */
        record PhoneInfo(
                @Nullable String purePhoneNumber, @Nullable String countryCode) {

            /** Names no one, since records end up in logs. */
            @Override
            public String toString() {
                return "PhoneInfo";
            }
        }

        int status() {
            return errcode == null ? 0 : errcode;
        }

        /** Whether the token came to its end before its time. */
        boolean tokenRefused() {
            return OF_TOKEN.contains(status());
        }

        /** The number as it is kept; null when there is none. */
        @Nullable
        String phone() {
            return phoneInfo == null || phoneInfo.purePhoneNumber() == null || phoneInfo.countryCode() == null
                    ? null
                    : PhoneNumbers.normal("+" + phoneInfo.countryCode() + phoneInfo.purePhoneNumber());
        }

        /** Names no one, since records end up in logs. */
        @Override
        public String toString() {
            return "PhoneNumberAnswer[errcode=" + status() + "]";
        }
    }

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

    @GetExchange("/sns/jscode2session?grant_type=authorization_code")
    Mono<CodeToSession> codeToSession(
            @RequestParam("appid") String appId,
            @RequestParam("secret") String secret,
            @RequestParam("js_code") String code);

    @PostExchange("/cgi-bin/stable_token")
    Mono<StableToken> stableToken(@RequestBody StableTokenRequest request);

    @PostExchange("/wxa/business/getuserphonenumber")
    Mono<PhoneNumberAnswer> phoneNumber(
            @RequestParam("access_token") String token, @RequestBody PhoneNumberRequest request);
}
