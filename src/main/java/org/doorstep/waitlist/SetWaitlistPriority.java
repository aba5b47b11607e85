package org.doorstep.waitlist;

import static org.doorstep.platform.database.Columns.required;

import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.Booking.WaitlistPriorityReason;
import org.doorstep.booking.BookingState;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.waitlist.WaitlistRefusal.NotWaitlisted;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets a basket wait ahead of others, or no longer. What triggers add: {@code docs/triggers.md#booking}. */
@Component
class SetWaitlistPriority {

    /** A priority for those who wait. */
    record Input(String bookingId, String priority, WaitlistPriorityReason reason) {}

    /** The basket waits with this priority. */
    record WaitlistPrioritySet(WaitingBasket basket) {}

    private static final String STATEMENT = """
            with turn as (
                select s.id from session s join booking b on b.session_id = s.id %s for update of s
            ), target as (
                select b.session_id, b.basket_id, b.state
                from turn t join booking b on b.session_id = t.id where b.id = :booking
                for update of b
            ), given as (
                update booking b
                set priority = p.code, priority_reason = :reason::waitlist_priority_reason, priority_set_at = now(),
                    priority_set_by = :person
                from target t join waitlist_priority p on p.code = :priority
                where b.session_id = t.session_id and b.basket_id = t.basket_id and t.state = 'WAITLISTED'
                  and b.state = 'WAITLISTED'
                  and (b.priority, b.priority_reason::text) is distinct from (:priority, :reason)
            )
            select t.session_id, t.basket_id, t.state::text as state,
                   exists (select from waitlist_priority where code = :priority) as known
            from target t
            """;

    /** The session and the basket. */
    private record Place(UUID session, UUID basket) {}

    private final DatabaseClient database;
    private final WaitingBaskets baskets;
    private final Transactions transactions;

    SetWaitlistPriority(DatabaseClient database, WaitingBaskets baskets, Transactions transactions) {
        this.database = database;
        this.baskets = baskets;
        this.transactions = transactions;
    }

    Mono<WaitlistPrioritySet> set(Caller caller, Input input) {
        StationRights.requireMaster(caller);
        new InputCheck().code(input.priority(), "priority").orRefuse();
        Where where = StationRights.restrictToMasters(
                new Where().and("b.id = :booking", "booking", Booking.ID.decode(input.bookingId())),
                caller,
                "s.station_id");
        Mono<Place> given = where.bindTo(database.sql(STATEMENT.formatted(where.sql())))
                .bind("person", caller.personId())
                .bind("priority", input.priority())
                .bind("reason", input.reason().name())
                .map(row -> {
                    if (!Boolean.TRUE.equals(row.get("known", Boolean.class))) {
                        throw new Refused(InvalidInput.of("priority", "waitlist-priority"));
                    }
                    BookingState state = BookingState.valueOf(required(row, "state", String.class));
                    if (state != BookingState.WAITLISTED) {
                        throw new Refused(new NotWaitlisted(state));
                    }
                    return new Place(required(row, "session_id", UUID.class), required(row, "basket_id", UUID.class));
                })
                .one();
        return transactions.write(given.switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(place -> baskets.find(place.session(), place.basket()))
                .map(WaitlistPrioritySet::new));
    }
}
