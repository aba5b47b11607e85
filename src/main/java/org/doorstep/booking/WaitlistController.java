package org.doorstep.booking;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Waiting for a place, in GraphQL. */
@Controller
class WaitlistController {

    private final Bookings bookings;
    private final AnswerOffer answerOffer;
    private final ChangeCapacity changeCapacity;
    private final BatchField<UUID, List<WaitlistDecision>> history;

    WaitlistController(
            Bookings bookings,
            AnswerOffer answerOffer,
            ChangeCapacity changeCapacity,
            Waitlist waitlist,
            BatchLoaderRegistry registry) {
        this.bookings = bookings;
        this.answerOffer = answerOffer;
        this.changeCapacity = changeCapacity;
        this.history = new BatchField<>(
                registry, "Booking.waitlistHistory", (baskets, environment) -> waitlist.decisions(baskets));
    }

    @SchemaMapping
    CompletableFuture<List<WaitlistDecision>> waitlistHistory(Booking booking, DataFetchingEnvironment environment) {
        return history.load(booking.basket(), environment);
    }

    @MutationMapping
    Mono<Object> acceptOffer(
            @Argument AcceptOfferInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(answerOffer
                .accept(caller.personId(), Booking.ID.decode(input.bookingId()))
                .flatMap(basket -> ofBasket(basket, environment))
                .map(OfferAccepted::new));
    }

    @MutationMapping
    Mono<Object> declineOffer(
            @Argument DeclineOfferInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(answerOffer
                .decline(caller.personId(), Booking.ID.decode(input.bookingId()))
                .flatMap(basket -> ofBasket(basket, environment))
                .map(OfferDeclined::new));
    }

    @MutationMapping
    Mono<Object> changeCapacity(
            @Argument ChangeCapacityInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                changeCapacity.change(caller, input, Selection.of(environment).at("session")));
    }

    private Mono<List<Booking>> ofBasket(UUID basket, DataFetchingEnvironment environment) {
        return bookings.ofBasket(basket, Selection.of(environment).at("bookings"));
    }
}
