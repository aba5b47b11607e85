package org.doorstep.family;

import java.util.List;
import java.util.UUID;
import org.doorstep.family.Consents.ConsentInput;
import org.doorstep.family.FamilyRefusal.ConsentOutdated;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives a consent for a child to the text in force; one given before is ended and kept on record.
 * What triggers add: {@code docs/triggers.md#consent}.
 */
@Component
class GiveConsent {

    /** A consent to give. */
    record Input(String childId, ConsentInput consent) {}

    /** The consent is in force. */
    record ConsentGiven(Consent consent) {}

    private final Consents consents;
    private final Children children;
    private final Transactions transactions;

    GiveConsent(Consents consents, Children children, Transactions transactions) {
        this.consents = consents;
        this.children = children;
        this.transactions = transactions;
    }

    Mono<ConsentGiven> give(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        UUID child = Child.ID.decode(input.childId());
        Mono<UUID> given = children.lockFamilyOf(person)
                .then(children.find(person, child, Selection.of()))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.childId()))))
                .flatMap(found -> consents.give(person, child, List.of(input.consent())))
                .flatMap(ids -> ids.isEmpty() ? outdated(input.consent()) : Mono.just(ids.get(0)));
        return transactions
                .write(given)
                .flatMap(id -> consents.find(person, id, selection))
                .map(ConsentGiven::new);
    }

    private Mono<UUID> outdated(ConsentInput consent) {
        return consents.currentVersion(consent.purpose())
                .flatMap(version -> Mono.error(new Refused(new ConsentOutdated(version))));
    }
}
