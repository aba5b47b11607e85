package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes the own name or language. */
@Component
class UpdateProfile {

    /** What to change in the viewer's profile; null leaves it as it is. */
    record Input(@Nullable String name, @Nullable ViewerLocale locale) {

        private static final int LONGEST_NAME = 50;

        void check() {
            new InputCheck().line(name, "name", 1, LONGEST_NAME).orRefuse();
        }

        @Nullable
        String trimmedName() {
            return name == null ? null : name.strip();
        }
    }

    /** The profile was changed. */
    record ProfileUpdated(Viewer viewer) {}

    private final People people;
    private final Viewers viewers;

    UpdateProfile(People people, Viewers viewers) {
        this.people = people;
        this.viewers = viewers;
    }

    Mono<ProfileUpdated> update(Caller caller, Input input) {
        UUID person = caller.personId();
        input.check();
        return people.update(person, input.trimmedName(), input.locale())
                .then(viewers.of(caller))
                .map(ProfileUpdated::new);
    }
}
