package org.doorstep.waitlist;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.booking.Booking.WaitlistPriority;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.waitlist.SetWaitlistPriority.WaitlistPrioritySet;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The order of those who wait, in GraphQL, for those who manage the station. */
@Controller
class WaitingBasketController {

    private final WaitingBaskets baskets;
    private final SetWaitlistPriority setWaitlistPriority;
    private final BatchField<UUID, List<WaitingBasket>> ofSession;

    WaitingBasketController(
            WaitingBaskets baskets, SetWaitlistPriority setWaitlistPriority, BatchLoaderRegistry registry) {
        this.baskets = baskets;
        this.setWaitlistPriority = setWaitlistPriority;
        this.ofSession = new BatchField<>(
                registry,
                "Session.waitlist",
                (sessions, environment) -> baskets.ofSessions(sessions, Caller.of(environment)));
    }

    @QueryMapping
    Mono<List<WaitlistPriority>> waitlistPriorities() {
        return baskets.priorities().collectList();
    }

    @SchemaMapping
    CompletableFuture<List<WaitingBasket>> waitlist(Session session, DataFetchingEnvironment environment) {
        return ofSession.load(session.uuid(), environment);
    }

    @MutationMapping
    Mono<WaitlistPrioritySet> setWaitlistPriority(@Argument SetWaitlistPriority.Input input, Caller caller) {
        return setWaitlistPriority.set(caller, input);
    }
}
