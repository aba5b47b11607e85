package org.doorstep.waitlist;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.waitlist.AcceptOffer.OfferAccepted;
import org.doorstep.waitlist.DeclineOffer.OfferDeclined;
import org.doorstep.waitlist.Waitlist.WaitlistDecision;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Waiting for a place, in GraphQL. */
@Controller
class WaitlistController {

    private final AcceptOffer acceptOffer;
    private final DeclineOffer declineOffer;
    private final BatchField<UUID, List<WaitlistDecision>> history;

    WaitlistController(
            AcceptOffer acceptOffer, DeclineOffer declineOffer, Waitlist waitlist, BatchLoaderRegistry registry) {
        this.acceptOffer = acceptOffer;
        this.declineOffer = declineOffer;
        this.history = new BatchField<>(
                registry, "Booking.waitlistHistory", (baskets, environment) -> waitlist.decisions(baskets));
    }

    @SchemaMapping
    CompletableFuture<List<WaitlistDecision>> waitlistHistory(Booking booking, DataFetchingEnvironment environment) {
        return history.load(booking.basket(), environment);
    }

    @MutationMapping
    Mono<OfferAccepted> acceptOffer(@Argument AcceptOffer.Input input, Caller caller, Selection selection) {
        return acceptOffer.accept(caller, input, selection.at("bookings"));
    }

    @MutationMapping
    Mono<OfferDeclined> declineOffer(@Argument DeclineOffer.Input input, Caller caller, Selection selection) {
        return declineOffer.decline(caller, input, selection.at("bookings"));
    }
}
