package org.doorstep.event;

import java.time.Duration;
import java.time.Instant;
import org.doorstep.platform.refusal.InputCheck;

/** A session of an event to publish. */
record SessionInput(Instant startsAt, Instant endsAt, int capacity) {

    private static final int MAX_HOURS = 24;
    private static final int MAX_CAPACITY = 10_000;

    /** What can be said without knowing what time it is. */
    void check(InputCheck check, String path) {
        check.that(startsAt.isBefore(endsAt), path + ".endsAt", "order", "startsAt", "endsAt")
                .that(
                        Duration.between(startsAt, endsAt).compareTo(Duration.ofHours(MAX_HOURS)) <= 0,
                        path + ".endsAt",
                        "hours",
                        MAX_HOURS)
                .range(capacity, path + ".capacity", 1, MAX_CAPACITY);
    }
}
