package org.doorstep.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How phone numbers are kept and shown. */
public final class PhoneNumbers {

    private static final int SHORT = 8;

    private PhoneNumbers() {}

    /** Where the encrypted phone of a person belongs. */
    public static String context(UUID person) {
        return "person.phone:" + person;
    }

    /** The first three and the last four digits. */
    public static @Nullable String masked(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        return phone.length() < SHORT ? "****" : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }
}
