package org.doorstep.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody with an account. */
record Person(
        UUID id,
        @Nullable String name,
        @Nullable String phone,
        @Nullable PhoneVerification phoneVerification,
        ViewerLocale locale) {

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "Person " + id;
    }
}
