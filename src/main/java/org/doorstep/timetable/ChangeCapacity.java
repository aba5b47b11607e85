package org.doorstep.timetable;

import java.util.List;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.FreeSeats;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.timetable.TimetableRefusal.CapacityBelowBookings;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Changes the room of a session; added places go to those who wait.
 * What triggers add: {@code docs/triggers.md#session}.
 */
@Component
class ChangeCapacity {

    /** Another number of places for a session. */
    record Input(String sessionId, int capacity) {}

    /** The session has this many places now. */
    record CapacityChanged(Session session, int offered) {}

    private static final int MAX = 10_000;
    private static final int MAX_BOOKINGS = 100;

    private final DatabaseClient database;
    private final FreeSeats freeSeats;
    private final Transactions transactions;

    ChangeCapacity(DatabaseClient database, FreeSeats freeSeats, Transactions transactions) {
        this.database = database;
        this.freeSeats = freeSeats;
        this.transactions = transactions;
    }

    Mono<CapacityChanged> change(Caller caller, Input input, Selection selection) {
        StationRights.requireAny(caller);
        UUID session = Session.ID.decode(input.sessionId());
        if (input.capacity() < 1 || input.capacity() > MAX) {
            return Mono.error(new Refused(InvalidInput.of("capacity", "range", 1, MAX)));
        }
        Mono<Integer> changed = locked(caller, session, input)
                .flatMap(taken -> taken > input.capacity()
                        ? beyond(session, input.capacity())
                                .flatMap(
                                        bookings -> Mono.error(new Refused(new CapacityBelowBookings(taken, bookings))))
                        : set(session, input.capacity()))
                .then(Mono.defer(() -> freeSeats.offer(session)));
        return transactions
                .write(changed)
                .flatMap(offered -> find(session, selection).map(found -> new CapacityChanged(found, offered)));
    }

    private Mono<Integer> locked(Caller caller, UUID session, Input input) {
        Where where =
                StationRights.restrict(new Where().and("t.id = :session", "session", session), caller, "t.station_id");
        return where.bindTo(database.sql("select t.seats_taken from session t " + where.sql() + " for update of t"))
                .mapValue(Integer.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.sessionId()))));
    }

    /** The latest bookings that there would be no place for. */
    private Mono<List<String>> beyond(UUID session, int room) {
        return database.sql(
                        "select booking_id from seat_holders(:session) where place > :room order by place limit :max")
                .bind("session", session)
                .bind("room", room)
                .bind("max", MAX_BOOKINGS)
                .mapValue(UUID.class)
                .all()
                .map(Booking.ID::encode)
                .collectList();
    }

    private Mono<Long> set(UUID session, int room) {
        return database.sql("update session set room = :room where id = :session")
                .bind("room", room)
                .bind("session", session)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Session> find(UUID session, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :session")
                .bind("session", session)
                .map(row -> plan.read(row))
                .one();
    }
}
