package org.doorstep.booking;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.family.Families;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accepts or declines what is offered to a basket, all of it at once. */
@Component
class AnswerOffer {

    private static final String OFFER = """
            with turn as (
                select s.id from session s join booking b on b.session_id = s.id where b.id = :booking for update of s
            ), asked as (
                select b.id, b.session_id, b.basket_id, b.state, b.offer_expires_at, now() < b.offer_expires_at as open
                from turn s join booking b on b.session_id = s.id join child c on c.id = b.child_id
                where b.id = :booking and %s
                for update of b
            ), answered as (
                %s
            )%s
            select a.state::text as state, a.open, a.offer_expires_at, a.session_id, a.basket_id from asked a
            """;
    private static final String ACCEPT = OFFER.formatted(Families.ofPerson("c.family_id"), """
            update booking b set state = 'CONFIRMED', confirmed_at = now(), offer_expires_at = null
            from asked a
            where b.basket_id = a.basket_id and b.session_id = a.session_id and b.state = 'OFFERED' and a.open
            returning b.id
            """, "");
    private static final String DECLINE = OFFER.formatted(Families.ofPerson("c.family_id"), """
            update booking b
            set state = 'CANCELLED', cancelled_at = now(), cancelled_by = :person, cancellation_cause = 'FAMILY',
                offer_expires_at = null
            from asked a
            where b.basket_id = a.basket_id and b.session_id = a.session_id and b.state = 'OFFERED'
              and a.state = 'OFFERED'
            returning b.session_id
            """, """
            , freed as (
                update session s set seats_taken = s.seats_taken - (select count(*) from answered)
                from turn where s.id = turn.id
            )
            """);

    /** What was offered, and whether the offer stood. */
    private record Asked(
            BookingState state,
            @Nullable Boolean open,
            @Nullable Instant expiresAt,
            UUID session,
            UUID basket) {}

    private final DatabaseClient database;
    private final Waitlist waitlist;
    private final Transactions transactions;

    AnswerOffer(DatabaseClient database, Waitlist waitlist, Transactions transactions) {
        this.database = database;
        this.waitlist = waitlist;
        this.transactions = transactions;
    }

    /** The basket whose places are taken now; fails with {@link Refused}. */
    Mono<UUID> accept(UUID person, UUID booking) {
        return transactions.write(ask(ACCEPT, person, booking).map(asked -> {
            if (asked.state() != BookingState.OFFERED) {
                throw new Refused(new OfferNotOpen(asked.state()));
            }
            if (!Boolean.TRUE.equals(asked.open())) {
                throw new Refused(new OfferExpired(Objects.requireNonNull(asked.expiresAt())));
            }
            return asked.basket();
        }));
    }

    /** The basket whose places went to the next in line; fails with {@link Refused}. */
    Mono<UUID> decline(UUID person, UUID booking) {
        return transactions.write(ask(DECLINE, person, booking)
                .flatMap(asked -> asked.state() == BookingState.OFFERED
                        ? waitlist.offerFreeSeats(asked.session()).thenReturn(asked.basket())
                        : Mono.error(new Refused(new OfferNotOpen(asked.state())))));
    }

    private Mono<Asked> ask(String statement, UUID person, UUID booking) {
        return database.sql(statement)
                .bind("person", person)
                .bind("booking", booking)
                .map(row -> new Asked(
                        BookingState.valueOf(Objects.requireNonNull(row.get("state", String.class))),
                        row.get("open", Boolean.class),
                        row.get("offer_expires_at", Instant.class),
                        Objects.requireNonNull(row.get("session_id", UUID.class)),
                        Objects.requireNonNull(row.get("basket_id", UUID.class))))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(Booking.ID.encode(booking)))));
    }
}
