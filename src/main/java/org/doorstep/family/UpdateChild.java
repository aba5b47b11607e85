package org.doorstep.family;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Corrects what is known of a child, for a guardian of its family.
 * What triggers add: {@code docs/triggers.md#child}.
 */
@Component
public class UpdateChild {

    /** Changes to a child; a field that is omitted stays as it is. */
    record Input(
            String childId,
            @Nullable String nickname,
            @Nullable LocalDate birthDate,
            ArgumentValue<String> notes) {}

    /** The child has changed. */
    public record ChildUpdated(Child child) {}

    private final Children children;
    private final Transactions transactions;

    UpdateChild(Children children, Transactions transactions) {
        this.children = children;
        this.transactions = transactions;
    }

    Mono<ChildUpdated> update(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID child = Child.ID.decode(input.childId());
        ChildDetails.check(input.nickname(), input.birthDate(), input.notes().value());
        return transactions
                .writeStatement(children.update(caller.personId(), child, input))
                .filter(Boolean::booleanValue)
                .flatMap(updated -> children.find(caller.personId(), child, selection))
                .map(ChildUpdated::new)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.childId()))));
    }
}
