package org.doorstep.attendance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who takes or brings a child: a collector of the list, a guardian, the holder of a pass, or somebody on no list, known by
 * name. None of them when nobody is known.
 */
record Hands(
        @Nullable UUID collector,
        @Nullable UUID guardian,
        @Nullable UUID pass,
        @Nullable String name) {

    static final Hands UNKNOWN = new Hands(null, null, null, null);

    static Hands ofCollector(UUID collector) {
        return new Hands(collector, null, null, null);
    }

    static Hands ofGuardian(UUID guardian) {
        return new Hands(null, guardian, null, null);
    }

    static Hands ofPass(@Nullable UUID pass) {
        return new Hands(null, null, pass, null);
    }

    static Hands ofName(String name) {
        return new Hands(null, null, null, name);
    }

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "Hands";
    }
}
