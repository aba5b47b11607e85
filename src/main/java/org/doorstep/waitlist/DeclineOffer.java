package org.doorstep.waitlist;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingState;
import org.doorstep.booking.Bookings;
import org.doorstep.booking.FreeSeats;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.waitlist.WaitlistRefusal.OfferNotOpen;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives back all the places that are offered to a basket; they go to the next in line in the same transaction.
 * What triggers add: {@code docs/triggers.md#booking}.
 */
@Component
class DeclineOffer {

    /** An offer to decline. */
    record Input(String bookingId) {}

    /** The places go to the next in line. */
    record OfferDeclined(List<Booking> bookings) {}

    private static final String STATEMENT = """
            with asked as (
                select b.session_id, b.basket_id, b.state from booking b join child c on c.id = b.child_id
                where b.id = :booking and %s
                for update of b
            ), answered as (
                update booking b
                set state = 'CANCELLED', cancelled_at = now(), cancelled_by = :person, cancellation_cause = 'FAMILY',
                    offer_expires_at = null
                from asked a
                where b.basket_id = a.basket_id and b.session_id = a.session_id and b.state = 'OFFERED'
                  and a.state = 'OFFERED'
                returning b.session_id
            ), freed as (
                update session s set seats_taken = s.seats_taken - (select count(*) from answered)
                from asked a where s.id = a.session_id
            )
            select a.state::text as state, a.session_id, a.basket_id from asked a
            """.formatted(Families.ofPerson("c.family_id"));

    private record Declined(UUID session, UUID basket) {}

    private final DatabaseClient database;
    private final FreeSeats freeSeats;
    private final Transactions transactions;
    private final Bookings bookings;

    DeclineOffer(DatabaseClient database, FreeSeats freeSeats, Transactions transactions, Bookings bookings) {
        this.database = database;
        this.freeSeats = freeSeats;
        this.transactions = transactions;
        this.bookings = bookings;
    }

    Mono<OfferDeclined> decline(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        Mono<Declined> declined = database.sql(STATEMENT)
                .bind("person", caller.personId())
                .bind("booking", booking)
                .map(DeclineOffer::declinedOrRefused)
                .one();
        return transactions
                .write(freeSeats
                        .lockSessionOf(booking)
                        .then(declined)
                        .delayUntil(basket -> freeSeats.offer(basket.session())))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(basket -> bookings.ofBasket(basket.basket(), selection))
                .map(OfferDeclined::new);
    }

    private static Declined declinedOrRefused(Readable row) {
        BookingState state = BookingState.valueOf(required(row, "state", String.class));
        if (state != BookingState.OFFERED) {
            throw new Refused(new OfferNotOpen(state));
        }
        return new Declined(required(row, "session_id", UUID.class), required(row, "basket_id", UUID.class));
    }
}
