package org.doorstep.family;

import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Withdraws a consent; a trigger cancels the bookings that need it.
 * What triggers add: {@code docs/triggers.md#consent}.
 */
@Component
public class WithdrawConsent {

    /** A consent to take back. */
    record Input(String childId, ConsentPurpose purpose) {}

    /** The consent is in force no more. */
    public record ConsentWithdrawn(Consent consent) {}

    private final Consents consents;
    private final Transactions transactions;

    WithdrawConsent(Consents consents, Transactions transactions) {
        this.consents = consents;
        this.transactions = transactions;
    }

    Mono<ConsentWithdrawn> withdraw(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        return transactions
                .writeStatement(consents.withdraw(person, Child.ID.decode(input.childId()), input.purpose()))
                .flatMap(id -> consents.find(person, id, selection))
                .map(ConsentWithdrawn::new)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.childId()))));
    }
}
