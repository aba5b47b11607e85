package org.doorstep.attendance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who takes a child: a collector of the list, a guardian, or the holder of a pass. None of them when nobody is known. */
record Hands(
        @Nullable UUID collector,
        @Nullable UUID guardian,
        @Nullable UUID pass) {

    static final Hands UNKNOWN = new Hands(null, null, null);

    static Hands ofCollector(UUID collector) {
        return new Hands(collector, null, null);
    }

    static Hands ofGuardian(UUID guardian) {
        return new Hands(null, guardian, null);
    }

    static Hands ofPass(@Nullable UUID pass) {
        return new Hands(null, null, pass);
    }
}
