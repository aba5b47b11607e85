package org.doorstep.attendance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who takes or brings a child: a collector of the list, a guardian, the holder of a pass, or somebody on no list, known by
 * name. None of them when nobody is known.
 */
record Escorting(
        @Nullable UUID collector,
        @Nullable UUID guardian,
        @Nullable UUID pass,
        @Nullable String name) {

    static final Escorting UNKNOWN = new Escorting(null, null, null, null);

    static Escorting ofCollector(UUID collector) {
        return new Escorting(collector, null, null, null);
    }

    static Escorting ofGuardian(UUID guardian) {
        return new Escorting(null, guardian, null, null);
    }

    static Escorting ofPass(@Nullable UUID pass) {
        return new Escorting(null, null, pass, null);
    }

    static Escorting ofName(String name) {
        return new Escorting(null, null, null, name);
    }

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "Hands";
    }
}
