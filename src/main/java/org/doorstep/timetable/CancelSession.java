package org.doorstep.timetable;

import java.util.Set;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.event.SessionState;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.timetable.TimetableRefusal.ChildrenPresent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Calls a session off, with all of its bookings. What triggers add: {@code docs/triggers.md#session}. */
@Component
class CancelSession {

    /** A session to call off. */
    record Input(String sessionId, String reason) {}

    /** The session is called off, and its bookings are cancelled. */
    record SessionCancelled(Session session, long bookingsCancelled) {}

    private static final int MAX_REASON = 200;
    private static final Set<SessionState> BEFORE_THE_END = Set.of(SessionState.SCHEDULED, SessionState.RUNNING);

    private final DatabaseClient database;
    private final ManagedSessions sessions;
    private final Transactions transactions;

    CancelSession(DatabaseClient database, ManagedSessions sessions, Transactions transactions) {
        this.database = database;
        this.sessions = sessions;
        this.transactions = transactions;
    }

    Mono<SessionCancelled> cancel(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            StationRights.requireAny(caller);
            new InputCheck().text(input.reason(), "reason", 1, MAX_REASON).orRefuse();
            UUID session = Session.ID.decode(input.sessionId());
            Mono<Long> cancelled = sessions.hold(caller, input.sessionId(), BEFORE_THE_END)
                    .then(refuseWhileChildrenArePresent(session))
                    .then(cancelBookings(session, caller.personId()))
                    .delayUntil(bookings -> callOff(session, input.reason().strip()));
            return transactions
                    .write(cancelled)
                    .flatMap(bookings -> sessions.find(input.sessionId(), selection)
                            .map(found -> new SessionCancelled(found, bookings)));
        });
    }

    private Mono<Void> refuseWhileChildrenArePresent(UUID session) {
        return database.sql("select children_present(:session)")
                .bind("session", session)
                .mapValue(Integer.class)
                .one()
                .filter(present -> present > 0)
                .flatMap(present -> Mono.error(new Refused(new ChildrenPresent(present))));
    }

    private Mono<Long> cancelBookings(UUID session, UUID person) {
        return database.sql("""
                        update booking
                        set state = 'CANCELLED', cancelled_at = now(), cancelled_by = :person,
                            cancellation_cause = 'SESSION_CANCELLED', offer_expires_at = null
                        where session_id = :session and state in ('WAITLISTED', 'OFFERED', 'CONFIRMED')
                        """)
                .bind("session", session)
                .bind("person", person)
                .fetch()
                .rowsUpdated();
    }

    /** Who came and left before has attended, and keeps the place. */
    private Mono<Long> callOff(UUID session, String reason) {
        return database.sql("""
                        update session s
                        set cancelled_at = now(), cancellation_reason = :reason, waitlist_length = 0,
                            seats_taken = (select count(*) from booking b
                                           where b.session_id = s.id and b.state in ('ATTENDED', 'NO_SHOW'))
                        where s.id = :session
                        """)
                .bind("session", session)
                .bind("reason", reason)
                .fetch()
                .rowsUpdated();
    }
}
