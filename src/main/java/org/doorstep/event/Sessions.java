package org.doorstep.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of sessions. */
@Repository
class Sessions {

    private static final Order BY_START = Order.ascending("sessions", Session.STARTS_AT);
    private static final String PUBLISHED =
            "exists (select from event e where e.id = t.event_id and e.published_at is not null) ";

    private final DatabaseClient database;
    private final Pages pages;

    Sessions(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Session> find(UUID id, Selection selection) {
        return pages.find(Session.PROJECTION, id, selection, new Where().and(PUBLISHED));
    }

    Mono<List<Session>> findAll(Collection<UUID> ids, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = any(:ids) and " + PUBLISHED + "order by t.starts_at, t.id")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    Mono<List<Session>> ofEvent(UUID event, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.event_id = :event order by t.starts_at, t.id")
                .bind("event", event)
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    Mono<Connection<Session>> list(SessionFilter filter, PageArguments page, Selection selection) {
        return pages.read(Session.PROJECTION, selection, BY_START, page, filter.where());
    }

    Mono<Map<UUID, List<Session>>> upcomingOfEvents(Collection<UUID> events, int first, Selection selection) {
        return upcoming("event_id", events, first, selection);
    }

    Mono<Map<UUID, List<Session>>> upcomingOfStations(Collection<UUID> stations, int first, Selection selection) {
        return upcoming("station_id", stations, first, selection);
    }

    private Mono<Map<UUID, List<Session>>> upcoming(
            String owner, Collection<UUID> owners, int first, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        String sql = "select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                + "select * from session s where s." + owner + " = o.id and s.ends_at > now()"
                + " and s.starts_at > now() - interval '24 hours'"
                + " and exists (select from event e where e.id = s.event_id and e.published_at is not null)"
                + " order by s.starts_at, s.id limit :first) n cross join " + plan.from()
                + " where t.id = n.id order by o.id, t.starts_at, t.id";
        return ByOwner.read(owners, database.sql(sql).bind("first", first), row -> plan.read(row, 1));
    }
}
