package org.doorstep.identity;

import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes the own name or language. */
@Component
class UpdateProfile {

    private final People people;
    private final Viewers viewers;

    UpdateProfile(People people, Viewers viewers) {
        this.people = people;
        this.viewers = viewers;
    }

    Mono<ProfileUpdated> update(Caller caller, UpdateProfileInput input) {
        UUID person = caller.personId();
        input.check();
        return people.update(person, input.trimmedName(), input.locale())
                .then(viewers.of(caller))
                .map(ProfileUpdated::new);
    }
}
