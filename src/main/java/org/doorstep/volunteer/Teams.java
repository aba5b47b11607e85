package org.doorstep.volunteer;

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
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of teams. */
@Repository
class Teams {

    private static final Order BY_NAME = Order.ascending("teams", Team.NAME);

    private final DatabaseClient database;
    private final Pages pages;

    Teams(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Team> find(UUID id, Selection selection) {
        Plan<Team> plan = Team.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :id")
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Connection<Team>> list(@Nullable String stationId, PageArguments page, Selection selection) {
        Where where = new Where();
        if (stationId != null) {
            where.and("t.station_id = :station", "station", Station.ID.decode(stationId));
        }
        return pages.read(Team.PROJECTION, selection, BY_NAME, page, where);
    }

    Mono<Map<UUID, List<Team>>> ofVolunteers(Collection<UUID> volunteers, Selection selection) {
        Plan<Team> plan = Team.PROJECTION.plan(selection);
        return ByOwner.read(
                volunteers,
                database.sql("select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                        + "select n.id from team_member m join team n on n.id = m.team_id"
                        + " where m.volunteer_id = o.id order by n.name, n.id limit 50) n"
                        + " cross join " + plan.from() + " where t.id = n.id order by t.name, t.id"),
                row -> plan.read(row, 1));
    }

    Mono<Map<UUID, List<Team>>> ofStations(Collection<UUID> stations, Selection selection) {
        Plan<Team> plan = Team.PROJECTION.plan(selection);
        return ByOwner.read(
                stations,
                database.sql("select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                        + "select n.id from team n where n.station_id = o.id order by n.name, n.id limit 100) n"
                        + " cross join " + plan.from() + " where t.id = n.id order by o.id, t.name, t.id"),
                row -> plan.read(row, 1));
    }
}
