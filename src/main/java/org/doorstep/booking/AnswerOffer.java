package org.doorstep.booking;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accepts or declines what is offered to a basket, all of it at once. */
@Component
class AnswerOffer {

    /** A statement of its own: what is read after it is as it is once the session's row is locked. */
    private static final String LOCK_SESSION =
            "select s.id from session s join booking b on b.session_id = s.id where b.id = :booking for update of s";

    private static final String OFFER = """
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
            ), %s
            """;
    private static final String ACCEPT = OFFER.formatted(Families.ofPerson("c.family_id"), """
            judged as (
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
            select a.state::text as state, a.open, a.offer_expires_at, a.session_id, a.basket_id,
                   u.child_id, coalesce(u.misfit, 'CONSENT_MISSING') as reason, u.min_age, u.max_age, u.missing, a.contact_missing
            from asked a left join unfit u on true
            """);
    private static final String DECLINE = OFFER.formatted(Families.ofPerson("c.family_id"), """
            answered as (
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
            select a.state::text as state, a.open, a.offer_expires_at, a.session_id, a.basket_id, null::uuid as child_id,
                   a.contact_missing
            from asked a
            """);

    /** What was offered, whether the offer stood, and why its first child that cannot come any longer cannot. */
    private record Asked(
            BookingState state,
            @Nullable Boolean open,
            @Nullable Instant expiresAt,
            UUID session,
            UUID basket,
            @Nullable Refusal unfit,
            List<ContactPart> contactMissing) {}

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
            if (asked.unfit() != null) {
                throw new Refused(asked.unfit());
            }
            if (!asked.contactMissing().isEmpty()) {
                throw new Refused(new ContactMissing(asked.contactMissing()));
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
        Mono<Void> locked = database.sql(LOCK_SESSION).bind("booking", booking).then();
        Mono<Asked> asked = database.sql(statement)
                .bind("person", person)
                .bind("booking", booking)
                .map(row -> new Asked(
                        BookingState.valueOf(Objects.requireNonNull(row.get("state", String.class))),
                        row.get("open", Boolean.class),
                        row.get("offer_expires_at", Instant.class),
                        Objects.requireNonNull(row.get("session_id", UUID.class)),
                        Objects.requireNonNull(row.get("basket_id", UUID.class)),
                        row.get("child_id", UUID.class) == null ? null : unfit(row),
                        ContactPart.of(row.get("contact_missing", String[].class))))
                .one();
        return locked.then(asked)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(Booking.ID.encode(booking)))));
    }

    private static Refusal unfit(Readable row) {
        String child = Child.ID.encode(Objects.requireNonNull(row.get("child_id", UUID.class)));
        return switch (Objects.requireNonNull(row.get("reason", String.class))) {
            case "TOO_YOUNG" -> new ChildTooYoung(child, Objects.requireNonNull(row.get("min_age", Integer.class)));
            case "TOO_OLD" -> new ChildTooOld(child, Objects.requireNonNull(row.get("max_age", Integer.class)));
            default ->
                new ConsentMissing(
                        child,
                        Stream.of(Objects.requireNonNull(row.get("missing", String[].class)))
                                .map(ConsentPurpose::valueOf)
                                .toList());
        };
    }
}
