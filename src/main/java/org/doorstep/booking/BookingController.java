package org.doorstep.booking;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import org.doorstep.family.ChildUpdated;
import org.doorstep.family.ConsentWithdrawn;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Bookings in GraphQL, for the family they belong to. */
@Controller
class BookingController implements NodeReader {

    private final Bookings bookings;
    private final BookSession bookSession;
    private final BookSeries bookSeries;
    private final CancelBooking cancelBooking;
    private final ReconfirmBooking reconfirmBooking;

    BookingController(
            Bookings bookings,
            BookSession bookSession,
            BookSeries bookSeries,
            CancelBooking cancelBooking,
            ReconfirmBooking reconfirmBooking) {
        this.bookings = bookings;
        this.bookSession = bookSession;
        this.bookSeries = bookSeries;
        this.cancelBooking = cancelBooking;
        this.reconfirmBooking = reconfirmBooking;
    }

    @Override
    public IdType idType() {
        return Booking.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        Caller caller = environment.getGraphQlContext().get(Caller.KEY);
        return caller.isPerson() ? bookings.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @SchemaMapping
    Mono<Connection<Booking>> bookings(
            Viewer viewer,
            @Argument @Nullable List<BookingState> states,
            PageArguments page,
            DataFetchingEnvironment environment) {
        return bookings.ofPerson(viewer.personId(), states, page, Selection.of(environment));
    }

    @SchemaMapping
    Mono<List<Booking>> cancelledBookings(ConsentWithdrawn withdrawn, DataFetchingEnvironment environment) {
        return bookings.endedWith(withdrawn.consent().uuid(), Selection.of(environment));
    }

    @SchemaMapping
    Mono<List<Booking>> bookingsThatNoLongerFit(ChildUpdated updated, DataFetchingEnvironment environment) {
        return bookings.misfits(updated.child().uuid(), Selection.of(environment));
    }

    @MutationMapping
    Mono<Object> bookSession(
            @Argument BookSessionInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        Selection selection = Selection.of(environment).at("bookings").and(Selection.of("state"));
        return Refused.orResult(bookSession
                .book(caller.personId(), input)
                .flatMap(basket -> bookings.ofBasket(basket, selection))
                .map(BookingController::resultOf));
    }

    @MutationMapping
    Mono<Object> bookSeries(
            @Argument BookSeriesInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(bookSeries.book(caller.personId(), input, Selection.of(environment)));
    }

    private static Object resultOf(List<Booking> bookings) {
        boolean waiting = bookings.stream().allMatch(booking -> booking.state() == BookingState.WAITLISTED);
        return waiting ? new SessionWaitlisted(bookings) : new SessionBooked(bookings);
    }

    @MutationMapping
    Mono<Object> cancelBooking(
            @Argument CancelBookingInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        return Refused.orResult(cancelBooking
                .cancel(caller.personId(), booking)
                .then(Mono.defer(() -> bookings.find(
                        caller.personId(), booking, Selection.of(environment).at("booking"))))
                .map(BookingCancelled::new));
    }

    @MutationMapping
    Mono<Object> reconfirmBooking(
            @Argument ReconfirmBookingInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(reconfirmBooking
                .reconfirm(caller.personId(), Booking.ID.decode(input.bookingId()))
                .flatMap(basket ->
                        bookings.ofBasket(basket, Selection.of(environment).at("bookings")))
                .map(BookingReconfirmed::new));
    }
}
