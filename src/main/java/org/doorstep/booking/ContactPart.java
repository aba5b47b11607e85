package org.doorstep.booking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a station needs to know of a guardian. */
enum ContactPart {
    NAME,
    PHONE;

    static List<ContactPart> of(String @Nullable [] names) {
        return names == null
                ? List.of()
                : Arrays.stream(names).map(ContactPart::valueOf).toList();
    }
}
