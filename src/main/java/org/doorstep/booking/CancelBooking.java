package org.doorstep.booking;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.booking.BookingRefusal.BookingNotActive;
import org.doorstep.booking.BookingRefusal.CancelDeadlinePassed;
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
 * Cancels a booking, and offers its place to those who wait in the same transaction.
 * What triggers add: {@code docs/triggers.md#booking}.
 */
@Component
class CancelBooking {

    /** A booking to cancel. */
    record Input(String bookingId) {}

    /** The booking is cancelled, and its place is free. */
    record BookingCancelled(Booking booking) {}

    private static final String STATEMENT = """
            with turn as (
                -- whoever changes the places of a session takes its row first
                select s.id, s.starts_at, s.cancel_until from session s join booking b on b.session_id = s.id
                where b.id = :booking for update of s
            ), held as (
                select b.id, b.session_id, b.state, s.cancel_until,
                       case b.state when 'CONFIRMED' then now() <= s.cancel_until or reconfirm_open(b)
                                    when 'OFFERED' then now() < s.starts_at
                                    when 'WAITLISTED' then now() < s.starts_at end as in_time
                from turn s join booking b on b.session_id = s.id join child c on c.id = b.child_id
                where b.id = :booking and %s
                for update of b
            ), cancelled as (
                update booking b
                set state = 'CANCELLED', cancelled_at = now(), cancelled_by = :person, cancellation_cause = 'FAMILY',
                    offer_expires_at = null
                from held h where b.id = h.id and h.in_time
                returning h.session_id, h.state
            ), freed as (
                update session s
                set seats_taken = s.seats_taken - (c.state in ('CONFIRMED', 'OFFERED'))::int,
                    waitlist_length = s.waitlist_length - (c.state = 'WAITLISTED')::int
                from cancelled c where s.id = c.session_id
            )
            select h.state::text as state, h.in_time, h.cancel_until, h.session_id from held h
            """.formatted(Families.ofPerson("c.family_id"));

    private final DatabaseClient database;
    private final FreeSeats freeSeats;
    private final Transactions transactions;
    private final Bookings bookings;

    CancelBooking(DatabaseClient database, FreeSeats freeSeats, Transactions transactions, Bookings bookings) {
        this.freeSeats = freeSeats;
        this.database = database;
        this.transactions = transactions;
        this.bookings = bookings;
    }

    Mono<BookingCancelled> cancel(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        UUID booking = Booking.ID.decode(input.bookingId());
        Mono<UUID> cancelled = database.sql(STATEMENT)
                .bind("person", person)
                .bind("booking", booking)
                .map(row -> {
                    Boolean inTime = row.get("in_time", Boolean.class);
                    if (inTime == null) {
                        String state = required(row, "state", String.class);
                        throw new Refused(new BookingNotActive(BookingState.valueOf(state)));
                    }
                    if (!inTime) {
                        Instant until = required(row, "cancel_until", Instant.class);
                        throw new Refused(new CancelDeadlinePassed(until));
                    }
                    return required(row, "session_id", UUID.class);
                })
                .one();
        return transactions
                .write(cancelled.delayUntil(freeSeats::offer))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .then(Mono.defer(() -> bookings.find(person, booking, selection)))
                .map(BookingCancelled::new);
    }
}
