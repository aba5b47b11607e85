package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.identity.IdentityRefusal.PhoneNeeded;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets a person's phone, unless a child is booked where somebody must be reachable: the database knows. */
@Component
class RemovePhone {

    /** The viewer has no phone. */
    record PhoneRemoved(Viewer viewer) {}

    record Input(boolean confirmed) {}

    private final People people;
    private final Viewers viewers;

    RemovePhone(People people, Viewers viewers) {
        this.people = people;
        this.viewers = viewers;
    }

    /** Fails with {@link Refused}. */
    Mono<PhoneRemoved> remove(Caller caller, Input input) {
        UUID person = caller.personId();
        if (!input.confirmed()) {
            return Mono.error(() -> new Refused(InvalidInput.of("confirmed", "confirm-phone")));
        }
        return people.removePhone(person)
                .onErrorMap(DataIntegrityViolationException.class, needed -> new Refused(new PhoneNeeded()))
                .then(viewers.person(person))
                .map(PhoneRemoved::new);
    }
}
