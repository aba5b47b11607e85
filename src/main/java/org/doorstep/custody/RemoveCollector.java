package org.doorstep.custody;

import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes a collector off the list of a child. */
@Component
class RemoveCollector {

    /** A collector to take off the list. */
    record Input(String collectorId) {}

    /** The collector is off the list. */
    record CollectorRemoved(String collectorId) {}

    private final Collectors collectors;

    RemoveCollector(Collectors collectors) {
        this.collectors = collectors;
    }

    Mono<CollectorRemoved> remove(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        return collectors
                .end(
                        "update collector t set removed_by = :person, removed_at = now()",
                        "t.removed_at is null",
                        caller.personId(),
                        Collector.ID.decode(input.collectorId()),
                        input.collectorId())
                .thenReturn(new CollectorRemoved(input.collectorId()));
    }
}
