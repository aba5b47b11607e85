package org.doorstep.booking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a station needs to know of a guardian. */
public enum ContactPart {
    NAME,
    PHONE;

    public static List<ContactPart> of(String @Nullable [] names) {
        return names == null
                ? List.of()
                : Arrays.stream(names).map(ContactPart::valueOf).toList();
    }
}
