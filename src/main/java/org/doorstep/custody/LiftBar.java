package org.doorstep.custody;

import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lifts a bar: the person may collect the child again, if somebody lists them. */
@Component
class LiftBar {

    /** A bar to lift. */
    record Input(String barId) {}

    /** The person is no longer barred. */
    record BarLifted(String barId) {}

    private final Collectors collectors;

    LiftBar(Collectors collectors) {
        this.collectors = collectors;
    }

    Mono<BarLifted> lift(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        return collectors
                .end(
                        "update barred_person t set lifted_by = :person, lifted_at = now()",
                        "t.lifted_at is null",
                        caller.personId(),
                        BarredPerson.ID.decode(input.barId()),
                        input.barId())
                .thenReturn(new BarLifted(input.barId()));
    }
}
