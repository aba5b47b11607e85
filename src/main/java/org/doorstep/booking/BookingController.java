package org.doorstep.booking;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import org.doorstep.booking.BookSeries.SeriesBooked;
import org.doorstep.booking.CancelBooking.BookingCancelled;
import org.doorstep.booking.ReconfirmBooking.BookingReconfirmed;
import org.doorstep.family.UpdateChild.ChildUpdated;
import org.doorstep.family.WithdrawConsent.ConsentWithdrawn;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
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
        Caller caller = Caller.of(environment);
        return caller.isPerson() ? bookings.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @SchemaMapping
    Mono<Connection<Booking>> bookings(
            Viewer viewer, @Argument @Nullable List<BookingState> states, PageArguments page, Selection selection) {
        return bookings.ofPerson(viewer.personId(), states, page, selection);
    }

    @SchemaMapping
    Mono<List<Booking>> cancelledBookings(ConsentWithdrawn withdrawn, Selection selection) {
        return bookings.endedWith(withdrawn.consent().uuid(), selection);
    }

    @SchemaMapping
    Mono<List<Booking>> bookingsThatNoLongerFit(ChildUpdated updated, Selection selection) {
        return bookings.misfits(updated.child().uuid(), selection);
    }

    @MutationMapping
    Mono<BookSession.Result> bookSession(@Argument BookSession.Input input, Caller caller, Selection selection) {
        return bookSession.book(caller, input, selection);
    }

    @MutationMapping
    Mono<SeriesBooked> bookSeries(@Argument BookSeries.Input input, Caller caller, Selection selection) {
        return bookSeries.book(caller, input, selection);
    }

    @MutationMapping
    Mono<BookingCancelled> cancelBooking(@Argument CancelBooking.Input input, Caller caller, Selection selection) {
        return cancelBooking.cancel(caller, input, selection.at("booking"));
    }

    @MutationMapping
    Mono<BookingReconfirmed> reconfirmBooking(
            @Argument ReconfirmBooking.Input input, Caller caller, Selection selection) {
        return reconfirmBooking.reconfirm(caller, input, selection.at("bookings"));
    }
}
