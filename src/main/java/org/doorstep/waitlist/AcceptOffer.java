package org.doorstep.waitlist;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingRefusal.ChildTooOld;
import org.doorstep.booking.BookingRefusal.ChildTooYoung;
import org.doorstep.booking.BookingRefusal.ConsentMissing;
import org.doorstep.booking.BookingRefusal.ContactMissing;
import org.doorstep.booking.BookingState;
import org.doorstep.booking.Bookings;
import org.doorstep.booking.ContactPart;
import org.doorstep.booking.FreeSeats;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.waitlist.WaitlistRefusal.OfferExpired;
import org.doorstep.waitlist.WaitlistRefusal.OfferNotOpen;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes all the places that are offered to a basket. What was judged when they were offered is judged again.
 * What triggers add: {@code docs/triggers.md#booking}.
 */
@Component
class AcceptOffer {

    /** An offer to accept. */
    record Input(String bookingId) {}

    /** The children have their places. */
    record OfferAccepted(List<Booking> bookings) {}

    private static final String STATEMENT = """
            with asked as (
                select b.id, b.session_id, b.basket_id, b.state, b.offer_expires_at, now() < b.offer_expires_at as open,
                       case when needs_contact(e) then array_remove(
                           array[case when p.name is null then 'NAME' end, case when p.phone is null then 'PHONE' end],
                           null) else '{}' end as contact_missing
                from booking b join child c on c.id = b.child_id
                join session s on s.id = b.session_id join event e on e.id = s.event_id
                join person p on p.id = :person
                where b.id = :booking and %s
                for update of b
            ), judged as (
                -- what was judged when the place was offered may have changed since
                select b.id, b.child_id, e.min_age, e.max_age, missing_consents(c.id, e.required_consents) as missing,
                       age_misfit(c.birth_date, s.starts_at, e.min_age, e.max_age) as misfit
                from asked a join booking b on b.basket_id = a.basket_id and b.session_id = a.session_id
                join child c on c.id = b.child_id
                join session s on s.id = b.session_id join event e on e.id = s.event_id
                where b.state = 'OFFERED' and a.open
            ), unfit as (
                select * from judged j where j.misfit is not null or j.missing <> '{}' order by j.id limit 1
            ), answered as (
                update booking b set state = 'CONFIRMED', confirmed_at = now(), offer_expires_at = null
                from judged j
                where b.id = j.id and not exists (select from unfit)
                  and (select a.contact_missing from asked a) = '{}'
                returning b.id
            )
            select a.state::text as state, a.open, a.offer_expires_at, a.basket_id,
                   u.child_id, coalesce(u.misfit, 'CONSENT_MISSING') as reason, u.min_age, u.max_age, u.missing, a.contact_missing
            from asked a left join unfit u on true
            """.formatted(Families.ofPerson("c.family_id"));

    private final DatabaseClient database;
    private final FreeSeats freeSeats;
    private final Transactions transactions;
    private final Bookings bookings;

    AcceptOffer(DatabaseClient database, FreeSeats freeSeats, Transactions transactions, Bookings bookings) {
        this.database = database;
        this.freeSeats = freeSeats;
        this.transactions = transactions;
        this.bookings = bookings;
    }

    Mono<OfferAccepted> accept(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        Mono<UUID> basket = database.sql(STATEMENT)
                .bind("person", caller.personId())
                .bind("booking", booking)
                .map(AcceptOffer::acceptedOrRefused)
                .one();
        // a statement of its own: what is judged after it is as it is once the session's row is locked
        return transactions
                .write(freeSeats.lockSessionOf(booking).then(basket))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(accepted -> bookings.ofBasket(accepted, selection))
                .map(OfferAccepted::new);
    }

    private static UUID acceptedOrRefused(Readable row) {
        BookingState state = BookingState.valueOf(required(row, "state", String.class));
        if (state != BookingState.OFFERED) {
            throw new Refused(new OfferNotOpen(state));
        }
        if (!Boolean.TRUE.equals(row.get("open", Boolean.class))) {
            throw new Refused(new OfferExpired(required(row, "offer_expires_at", Instant.class)));
        }
        if (row.get("child_id", UUID.class) != null) {
            throw new Refused(unfit(row));
        }
        String[] contactMissing = required(row, "contact_missing", String[].class);
        if (contactMissing.length > 0) {
            throw new Refused(new ContactMissing(ContactPart.of(contactMissing)));
        }
        return required(row, "basket_id", UUID.class);
    }

    private static Refusal unfit(Readable row) {
        String child = Child.ID.encode(required(row, "child_id", UUID.class));
        return switch (required(row, "reason", String.class)) {
            case "TOO_YOUNG" -> new ChildTooYoung(child, required(row, "min_age", Integer.class));
            case "TOO_OLD" -> new ChildTooOld(child, required(row, "max_age", Integer.class));
            default ->
                new ConsentMissing(
                        child,
                        Stream.of(required(row, "missing", String[].class))
                                .map(ConsentPurpose::valueOf)
                                .toList());
        };
    }
}
