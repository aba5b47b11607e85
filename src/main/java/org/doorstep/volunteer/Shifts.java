package org.doorstep.volunteer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of shifts. Shifts of sessions that are not published do not exist for readers. */
@Repository
class Shifts {

    private static final String PUBLISHED = "exists (select from session s join event e on e.id = s.event_id"
            + " where s.id = t.session_id and e.published_at is not null)";

    private final DatabaseClient database;

    Shifts(DatabaseClient database) {
        this.database = database;
    }

    Mono<Shift> find(UUID id, Selection selection) {
        Plan<Shift> plan = Shift.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :id and " + PUBLISHED)
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Map<UUID, List<Shift>>> ofSessions(Collection<UUID> sessions, int first, Selection selection) {
        Plan<Shift> plan = Shift.PROJECTION.plan(selection);
        return ByOwner.read(
                sessions,
                database.sql("select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                                + "select n.id from shift n where n.session_id = o.id order by n.starts_at, n.id limit :first) n"
                                + " cross join " + plan.from() + " where t.id = n.id order by o.id, t.starts_at, t.id")
                        .bind("first", first),
                row -> plan.read(row, 1));
    }
}
