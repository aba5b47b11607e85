package org.doorstep.identity;

import java.util.UUID;

/** How phone numbers are kept. */
public final class PhoneNumbers {

    private PhoneNumbers() {}

    /** Where the encrypted phone of a person belongs. */
    public static String context(UUID person) {
        return "person.phone:" + person;
    }
}
