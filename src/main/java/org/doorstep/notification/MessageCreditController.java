package org.doorstep.notification;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.RosterEntry;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.notification.GrantMessageCredits.MessageCreditsGranted;
import org.doorstep.notification.MessageCredits.MessageCredit;
import org.doorstep.platform.graphql.BatchField;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Credits for messages, in GraphQL. */
@Controller
class MessageCreditController {

    private final MessageCredits credits;
    private final GrantMessageCredits grantMessageCredits;
    private final BatchField<UUID, Boolean> reachable;

    MessageCreditController(
            MessageCredits credits, GrantMessageCredits grantMessageCredits, BatchLoaderRegistry registry) {
        this.credits = credits;
        this.grantMessageCredits = grantMessageCredits;
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
    Mono<MessageCreditsGranted> grantMessageCredits(@Argument GrantMessageCredits.Input input, Caller caller) {
        return grantMessageCredits.grant(caller, input);
    }
}
