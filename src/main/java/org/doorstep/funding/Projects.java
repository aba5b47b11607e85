package org.doorstep.funding;

import static org.doorstep.platform.database.Columns.required;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.event.Event;
import org.doorstep.platform.money.Money;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of projects and of what belongs to one. */
@Repository
class Projects {

    /** A line of a project's budget. */
    record BudgetLine(String name, Money amount) {}

    private static final Order LATEST = Order.descending("projects", Project.STARTS_ON);

    private final DatabaseClient database;
    private final Pages pages;

    Projects(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    /** The project, or empty when it does not exist or the caller may not see it. */
    Mono<Project> find(UUID id, FundingSight funding, Selection selection) {
        Plan<Project> plan = Project.PROJECTION.plan(selection);
        return funding.bindTo(database.sql(plan.select() + "where t.id = :id and " + FundingSight.visible("t")))
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Connection<Project>> list(
            ProjectFilter filter, FundingSight funding, PageArguments page, Selection selection) {
        return pages.read(Project.PROJECTION, selection, LATEST, page, filter.where(funding));
    }

    /** What each foundation funds, as far as the caller may see it. */
    Mono<Map<UUID, List<Project>>> ofFoundations(
            Collection<UUID> foundations, int first, FundingSight funding, Selection selection) {
        Plan<Project> plan = Project.PROJECTION.plan(selection);
        String sql = "select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                + "select p.id from project p where exists (select from project_grant g where g.project_id = p.id"
                + " and g.foundation_id = o.id)"
                + " and (o.id = any(:foundations) or " + FundingSight.managed("p") + ")"
                + " order by p.starts_on desc, p.id desc limit :first) n cross join " + plan.from()
                + " where t.id = n.id order by o.id, t.starts_on desc, t.id desc";
        return ByOwner.read(
                foundations, funding.bindTo(database.sql(sql)).bind("first", first), row -> plan.read(row, 1));
    }

    Mono<Map<UUID, List<Station>>> stations(Collection<UUID> projects, Selection selection) {
        Plan<Station> plan = Station.PROJECTION.plan(selection);
        return ByOwner.read(
                projects,
                database.sql("select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                        + "select n.id from project_station m join station n on n.id = m.station_id"
                        + " where m.project_id = o.id order by n.name, n.id limit 100) n cross join " + plan.from()
                        + " where t.id = n.id order by o.id, t.name, t.id"),
                row -> plan.read(row, 1));
    }

    Mono<Map<UUID, List<BudgetLine>>> budgets(Collection<UUID> projects) {
        return ByOwner.read(
                projects,
                database.sql("""
                        select o.id, l.name, l.amount, l.currency
                        from unnest(:owners) o(id) cross join lateral (
                            select * from budget_line where project_id = o.id order by position limit 50) l
                        order by o.id, l.position
                        """),
                row -> new BudgetLine(
                        required(row, 1, String.class),
                        new Money(
                                required(row, 2, BigDecimal.class),
                                Currency.getInstance(required(row, 3, String.class)))));
    }

    Mono<Map<UUID, List<String>>> eventIds(Collection<UUID> projects) {
        return ByOwner.read(projects, database.sql("""
                        select o.id, e.event_id
                        from unnest(:owners) o(id) cross join lateral (
                            select event_id from project_event where project_id = o.id order by event_id limit 500) e
                        order by o.id, e.event_id
                        """), row -> Event.ID.encode(required(row, 1, UUID.class)));
    }

    /** Stations by id, for rows of reports. */
    Mono<Map<UUID, Station>> stationsById(Collection<UUID> stations, Selection selection) {
        Plan<Station> plan = Station.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = any(:stations)")
                .bind("stations", stations.toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectMap(Station::uuid);
    }
}
