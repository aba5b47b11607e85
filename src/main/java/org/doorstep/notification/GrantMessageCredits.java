package org.doorstep.notification;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.notification.MessageCredits.MessageCredit;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.refusal.InputCheck;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps what a person allowed at one tap: one send by each template, once for each key. */
@Component
class GrantMessageCredits {

    /** What a parent accepted in one tap. */
    record Input(UUID idempotencyKey, List<String> templates) {}

    /** All credits of the person, after a tap was recorded. */
    record MessageCreditsGranted(List<MessageCredit> credits) {}

    private static final int MOST_A_TAP = 5;

    private final MessageCredits credits;
    private final MessageProperties properties;
    private final IdempotencyKeys keys;

    GrantMessageCredits(MessageCredits credits, MessageProperties properties, IdempotencyKeys keys) {
        this.credits = credits;
        this.properties = properties;
        this.keys = keys;
    }

    Mono<MessageCreditsGranted> grant(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        Set<String> templates = new TreeSet<>(input.templates());
        new InputCheck()
                .count(input.templates().size(), "templates", 1, MOST_A_TAP)
                .that(templates.size() == input.templates().size(), "templates", "duplicate")
                .that(properties.kindsByTemplate().keySet().containsAll(templates), "templates", "template")
                .orRefuse();
        return keys.once(
                        person,
                        input.idempotencyKey(),
                        "grantMessageCredits",
                        templates,
                        credits.grant(person, templates).thenReturn(List.of(person)))
                .then(Mono.defer(() -> credits.of(person)))
                .map(MessageCreditsGranted::new);
    }
}
