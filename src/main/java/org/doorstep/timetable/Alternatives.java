package org.doorstep.timetable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The sessions that a family is offered when it lost its place through no act of its own. */
@Repository
class Alternatives {

    private static final int MAX = 3;

    private final DatabaseClient database;

    Alternatives(DatabaseClient database) {
        this.database = database;
    }

    Mono<Map<UUID, List<Session>>> of(Collection<UUID> bookings, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        String sql = """
                select b.id, %s
                from unnest(:owners) o(id)
                join booking b on b.id = o.id and b.cancellation_cause in ('SESSION_CANCELLED', 'SESSION_MOVED')
                join session lost on lost.id = b.session_id
                cross join lateral (
                    select s.id from session s
                    where s.event_id = lost.event_id and s.starts_at > now() and s.cancelled_at is null
                      and now() between s.booking_opens_at and s.booking_closes_at and s.seats_taken < s.capacity
                      and not exists (select from booking mine
                                      where mine.child_id = b.child_id and mine.session_id = s.id
                                        and mine.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED', 'ATTENDED'))
                      and booking_obstacle(b.child_id, s.id) is null
                    order by s.starts_at, s.id limit :max) n
                cross join %s
                where t.id = n.id
                order by b.id, t.starts_at, t.id
                """.formatted(plan.columns(), plan.from());
        return ByOwner.read(bookings, database.sql(sql).bind("max", MAX), row -> plan.read(row, 1));
    }
}
