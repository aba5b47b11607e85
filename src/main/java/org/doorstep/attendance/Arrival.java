package org.doorstep.attendance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a child came, with whom, and what to know about its health. */
record Arrival(
        Instant at, @Nullable Escort broughtBy, @Nullable String healthNote) {

    /** Tells nothing of the child, since records end up in logs. */
    @Override
    public String toString() {
        return "Arrival " + at;
    }
}
