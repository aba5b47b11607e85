package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps a phone that a person typed, twice. Nobody has tried it yet. */
@Component
class EnterPhone {

    /** The phone is kept. */
    record PhoneSaved(Viewer viewer) {}

    record Input(String phone, String phoneAgain) {

        /** Names no one, since records end up in logs. */
        @Override
        public String toString() {
            return "EnterPhone";
        }
    }

    private final People people;
    private final Viewers viewers;

    EnterPhone(People people, Viewers viewers) {
        this.people = people;
        this.viewers = viewers;
    }

    /** Fails with {@link Refused}. */
    Mono<PhoneSaved> enter(Caller caller, Input input) {
        UUID person = caller.personId();
        return Mono.defer(() -> {
            String phone = PhoneNumbers.normal(input.phone());
            new InputCheck()
                    .that(phone != null, "phone", "format")
                    .that(
                            phone == null || phone.equals(PhoneNumbers.normal(input.phoneAgain())),
                            "phoneAgain",
                            "phone-again")
                    .orRefuse();
            return people.keepPhone(person, String.valueOf(phone), PhoneSource.ENTERED)
                    .then(viewers.person(person))
                    .map(PhoneSaved::new);
        });
    }
}
