package org.doorstep.attendance;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** Who was seen with a child: one of the three. */
record EscortInput(
        @Nullable String collectorId,
        @Nullable String guardianId,
        @Nullable String name) {

    private static final int MAX_NAME = 40;

    static void check(InputCheck check, @Nullable EscortInput escort, String path) {
        if (escort != null) {
            check.line(escort.name(), path + ".name", 1, MAX_NAME);
        }
    }
}
