package org.doorstep.booking;

import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes the places of a session; added ones go to those who wait. */
@Component
class ChangeCapacity {

    private static final int MAX = 10_000;

    private final DatabaseClient database;
    private final Waitlist waitlist;
    private final Transactions transactions;

    ChangeCapacity(DatabaseClient database, Waitlist waitlist, Transactions transactions) {
        this.database = database;
        this.waitlist = waitlist;
        this.transactions = transactions;
    }

    Mono<CapacityChanged> change(Caller caller, ChangeCapacityInput input, Selection selection) {
        StationRights.requireAny(caller);
        UUID session = Session.ID.decode(input.sessionId());
        if (input.capacity() < 1 || input.capacity() > MAX) {
            return Mono.error(new Refused(InvalidInput.of("capacity", "range", 1, MAX)));
        }
        Mono<Integer> changed = locked(caller, session, input)
                .flatMap(taken -> taken > input.capacity()
                        ? Mono.error(new Refused(new CapacityBelowBookings(taken)))
                        : set(session, input.capacity()))
                .then(Mono.defer(() -> waitlist.offerFreeSeats(session)));
        return transactions
                .write(changed)
                .flatMap(offered -> find(session, selection).map(found -> new CapacityChanged(found, offered)));
    }

    private Mono<Integer> locked(Caller caller, UUID session, ChangeCapacityInput input) {
        Where where =
                StationRights.restrict(new Where().and("t.id = :session", "session", session), caller, "t.station_id");
        return where.bindTo(database.sql("select t.seats_taken from session t " + where.sql() + " for update of t"))
                .mapValue(Integer.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.sessionId()))));
    }

    private Mono<Long> set(UUID session, int capacity) {
        return database.sql("update session set capacity = :capacity where id = :session")
                .bind("capacity", capacity)
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
