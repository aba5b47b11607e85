package org.doorstep.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** When children and volunteers are somewhere already. */
final class Occupied {

    private record Period(Instant from, Instant until) {}

    private final Map<UUID, List<Period>> periods = new HashMap<>();

    void add(UUID who, Instant from, Instant until) {
        periods.computeIfAbsent(who, id -> new ArrayList<>()).add(new Period(from, until));
    }

    boolean isEmpty() {
        return periods.isEmpty();
    }

    boolean isFree(UUID who, Instant from, Instant until) {
        return periods.getOrDefault(who, List.of()).stream()
                .noneMatch(period -> period.from().isBefore(until) && from.isBefore(period.until()));
    }
}
