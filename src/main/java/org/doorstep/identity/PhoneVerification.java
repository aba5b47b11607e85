package org.doorstep.identity;

import org.jspecify.annotations.Nullable;

/** Whether a person is known to be reached by a phone, and by whom. */
public enum PhoneVerification {
    WECHAT,
    STATION,
    NONE;

    /** The value as text for a row {@code person}, null where there is no phone. */
    public static String of(String person) {
        return """
                case when %1$s.phone is null then null when %1$s.phone_source = 'WECHAT' then 'WECHAT'
                     when %1$s.phone_confirmed_at is not null then 'STATION' else 'NONE' end""".formatted(person);
    }

    public static @Nullable PhoneVerification ofText(@Nullable String text) {
        return text == null ? null : valueOf(text);
    }
}
