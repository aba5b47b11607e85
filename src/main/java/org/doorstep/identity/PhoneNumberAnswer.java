package org.doorstep.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
