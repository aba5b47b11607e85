package org.doorstep.reliability;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which bookings hold a place. */
final class Places {

    private static final Set<String> TAKEN = Set.of("OFFERED", "CONFIRMED", "ATTENDED");

    private Places() {}

    static boolean isTaken(@Nullable String state) {
        return state != null && TAKEN.contains(state);
    }
}
