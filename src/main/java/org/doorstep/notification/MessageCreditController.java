package org.doorstep.notification;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.RosterEntry;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Credits for messages, in GraphQL. */
@Controller
class MessageCreditController {

    private static final int MOST_A_TAP = 5;

    private final MessageCredits credits;
    private final MessageProperties properties;
    private final IdempotencyKeys keys;
    private final BatchField<UUID, Boolean> reachable;

    MessageCreditController(
            MessageCredits credits, MessageProperties properties, IdempotencyKeys keys, BatchLoaderRegistry registry) {
        this.credits = credits;
        this.properties = properties;
        this.keys = keys;
        this.reachable = new BatchField<>(
                registry, "RosterEntry.guardianReachable", (bookings, environment) -> credits.reachable(bookings));
    }

    @SchemaMapping
    Mono<List<MessageCredit>> messageCredits(Viewer viewer) {
        return viewer.isPerson() ? credits.of(viewer.personId()) : Mono.just(List.of());
    }

    @SchemaMapping
    CompletableFuture<Boolean> guardianReachable(RosterEntry entry, DataFetchingEnvironment environment) {
        return reachable.load(Booking.ID.decode(entry.bookingId()), environment);
    }

    @MutationMapping
    Mono<Object> grantMessageCredits(@Argument GrantMessageCreditsInput input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(Mono.defer(() -> grant(caller.personId(), input)));
    }

    private Mono<MessageCreditsGranted> grant(UUID person, GrantMessageCreditsInput input) {
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
