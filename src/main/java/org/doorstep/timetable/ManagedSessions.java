package org.doorstep.timetable;

import java.util.Set;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.event.SessionState;
import org.doorstep.identity.Caller;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.timetable.TimetableRefusal.SessionNotChangeable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Sessions of stations that the caller manages, for changes of the session that concern all of its bookings. */
@Repository
class ManagedSessions {

    private final DatabaseClient database;
    private final Pages pages;

    ManagedSessions(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    /**
     * Takes the row of the session and those of its bookings, so that neither changes before the transaction ends. Fails
     * with {@link Refused} when the caller does not manage it, or when its state is none of these.
     */
    Mono<Void> hold(Caller caller, String sessionId, Set<SessionState> allowed) {
        UUID session = Session.ID.decode(sessionId);
        Where where =
                StationRights.restrict(new Where().and("t.id = :session", "session", session), caller, "t.station_id");
        return where.bindTo(database.sql("""
                        select case when t.cancelled_at is not null then 'CANCELLED' when now() < t.starts_at then 'SCHEDULED'
                                    when now() < t.ends_at then 'RUNNING' else 'ENDED' end
                        from session t %s for update of t
                        """.formatted(where.sql())))
                .mapValue(String.class)
                .one()
                .map(SessionState::valueOf)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(sessionId))))
                .flatMap(state -> allowed.contains(state)
                        ? holdBookings(session)
                        : Mono.error(new Refused(new SessionNotChangeable(state))));
    }

    private Mono<Void> holdBookings(UUID session) {
        return database.sql("""
                        select count(*) from (
                            select from booking b where b.session_id = :session
                              and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED', 'ATTENDED')
                            order by b.id for update) held
                        """)
                .bind("session", session)
                .mapValue(Long.class)
                .one()
                .then();
    }

    Mono<Session> find(String sessionId, Selection selection) {
        return pages.find(Session.PROJECTION, Session.ID.decode(sessionId), selection, new Where());
    }
}
