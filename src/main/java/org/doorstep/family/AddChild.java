package org.doorstep.family;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.doorstep.family.Consents.ConsentInput;
import org.doorstep.family.FamilyRefusal.TooManyChildren;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Adds a child with the consents given for it, once for each key. */
@Component
class AddChild {

    /** A child to add. */
    record Input(
            UUID idempotencyKey,
            String nickname,
            LocalDate birthDate,
            @Nullable String notes,
            List<ConsentInput> consents,
            @Nullable GuardianRelation relation) {}

    /** The child belongs to the family. */
    record ChildAdded(Child child) {}

    private final Children children;
    private final Consents consents;
    private final IdempotencyKeys keys;

    AddChild(Children children, Consents consents, IdempotencyKeys keys) {
        this.children = children;
        this.consents = consents;
        this.keys = keys;
    }

    Mono<ChildAdded> add(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        check(input);
        UUID person = caller.personId();
        return keys.once(person, input.idempotencyKey(), "addChild", input, write(person, input))
                .flatMap(ids -> children.find(person, ids.get(0), selection))
                .map(ChildAdded::new);
    }

    private static void check(Input input) {
        ChildDetails.check(input.nickname(), input.birthDate(), input.notes());
        long purposes =
                input.consents().stream().map(ConsentInput::purpose).distinct().count();
        if (purposes < input.consents().size()) {
            throw new Refused(InvalidInput.of("consents", "duplicate"));
        }
    }

    private Mono<List<UUID>> write(UUID person, Input input) {
        return Mono.defer(() -> {
            UUID child = IdType.next();
            return children.lockFamilyOf(person)
                    .then(children.add(person, child, input))
                    .flatMap(added -> added
                            ? consents.give(person, child, input.consents())
                            : Mono.error(new Refused(new TooManyChildren())))
                    .flatMap(given -> given.size() == input.consents().size()
                            ? Mono.just(List.of(child))
                            : Mono.error(new Refused(InvalidInput.of("consents", "consent-version"))));
        });
    }
}
