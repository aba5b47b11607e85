package org.doorstep.booking;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.doorstep.booking.BookingRefusal.ReconfirmationExpired;
import org.doorstep.booking.BookingRefusal.ReconfirmationNotOpen;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Says that the children of a basket still come, all of them at once.
 * What triggers add: {@code docs/triggers.md#booking}.
 */
@Component
class ReconfirmBooking {

    /** A booking to keep. */
    record Input(String bookingId) {}

    /** The children keep their places. */
    record BookingReconfirmed(List<Booking> bookings) {}

    private static final String STATEMENT = """
            with turn as (
                -- whoever frees the place locks the row of the session first, too
                select s.id from session s join booking b on b.session_id = s.id where b.id = :booking for update of s
            ), asked as (
                select b.id, b.session_id, b.basket_id, b.state, b.cancellation_cause, b.reconfirm_by, b.reconfirmed_at,
                       reconfirm_open(b) as open
                from turn s join booking b on b.session_id = s.id join child c on c.id = b.child_id
                where b.id = :booking and %s
                for update of b
            ), kept as (
                update booking b set reconfirmed_at = now()
                from asked a
                where b.basket_id = a.basket_id and b.session_id = a.session_id and a.open and reconfirm_open(b)
            )
            select a.basket_id, a.open, a.state::text as state, a.reconfirm_by,
                   a.reconfirm_by is not null and a.reconfirmed_at is null
                       and (a.state = 'CONFIRMED' or a.cancellation_cause = 'NOT_RECONFIRMED') as too_late
            from asked a
            """.formatted(Families.ofPerson("c.family_id"));

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Bookings bookings;

    ReconfirmBooking(DatabaseClient database, Transactions transactions, Bookings bookings) {
        this.database = database;
        this.transactions = transactions;
        this.bookings = bookings;
    }

    Mono<BookingReconfirmed> reconfirm(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        return transactions
                .writeStatement(database.sql(STATEMENT)
                        .bind("person", caller.personId())
                        .bind("booking", Booking.ID.decode(input.bookingId()))
                        .map(ReconfirmBooking::keptOrRefused)
                        .one())
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(basket -> bookings.ofBasket(basket, selection))
                .map(BookingReconfirmed::new);
    }

    private static UUID keptOrRefused(Readable row) {
        if (Boolean.TRUE.equals(row.get("open", Boolean.class))) {
            return required(row, "basket_id", UUID.class);
        }
        if (Boolean.TRUE.equals(row.get("too_late", Boolean.class))) {
            throw new Refused(new ReconfirmationExpired(required(row, "reconfirm_by", Instant.class)));
        }
        String state = required(row, "state", String.class);
        throw new Refused(new ReconfirmationNotOpen(BookingState.valueOf(state)));
    }
}
