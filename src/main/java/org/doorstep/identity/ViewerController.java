package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The caller's own profile. */
@Controller
class ViewerController {

    private final Viewers viewers;
    private final People people;

    ViewerController(Viewers viewers, People people) {
        this.viewers = viewers;
        this.people = people;
    }

    @QueryMapping
    Mono<Viewer> viewer(@ContextValue Caller caller) {
        return viewers.of(caller);
    }

    @MutationMapping
    Mono<Object> updateProfile(@Argument UpdateProfileInput input, @ContextValue Caller caller) {
        return Refused.orResult(Mono.defer(() -> {
            UUID person = caller.personId();
            input.check();
            return people.update(person, input.trimmedName(), input.locale())
                    .then(viewers.of(caller))
                    .map(ProfileUpdated::new);
        }));
    }
}
