package org.doorstep.attendance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a child came, with whom, and what to know about its health. */
record Arrival(
        Instant at, @Nullable Escort broughtBy, @Nullable String healthNote, List<OddTime> odd) {

    /** Tells nothing of the child, since records end up in logs. */
    @Override
    public String toString() {
        return "Arrival " + at;
    }
}
