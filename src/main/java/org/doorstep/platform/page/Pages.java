package org.doorstep.platform.page;

import static org.doorstep.platform.database.Columns.required;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.platform.page.Connection.Edge;
import org.doorstep.platform.page.Connection.PageInfo;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads a page in one statement, and counts the list in a second one when the query asks for the total. */
@Component
public class Pages {

    private final DatabaseClient database;
    private final Cursors cursors;

    Pages(DatabaseClient database, Cursors cursors) {
        this.database = database;
        this.cursors = cursors;
    }

    /** The one row with an id that satisfies the conditions, or empty. */
    public <T> Mono<T> find(Projection<T> projection, UUID id, Selection selection, Where where) {
        Plan<T> plan = projection.plan(selection);
        Where one = where.copy().and("t.id = :id", "id", id);
        return one.bindTo(database.sql(plan.select() + one.sql()))
                .map(row -> plan.read(row))
                .one();
    }

    /**
     * The page of the rows that satisfy the conditions.
     *
     * @param selected what the query selected on the connection
     * @param extra columns that are read although no selected field asks for them
     */
    public <T> Mono<Connection<T>> read(
            Projection<T> projection,
            Selection selected,
            Order order,
            PageArguments page,
            Where where,
            Column<?>... extra) {
        Plan<T> plan = projection.plan(selected.ofNodes());
        order.columns().forEach(plan::require);
        List.of(extra).forEach(plan::require);
        Mono<Connection<T>> read = rows(plan, order, page, where).map(edges -> connection(page, edges));
        if (!selected.has("totalCount")) {
            return read;
        }
        return read.flatMap(connection -> count(projection, where)
                .map(total -> new Connection<>(connection.edges(), connection.pageInfo(), total)));
    }

    /**
     * The page of each owner, in one statement for all of them; {@code where} must not bind {@code owners}.
     *
     * @param owner the column that refers to the owner, such as {@code t.volunteer_id}
     */
    public <T> Mono<Map<UUID, Connection<T>>> readEach(
            Projection<T> projection,
            Selection selected,
            Order order,
            PageArguments page,
            String owner,
            Collection<UUID> owners,
            Where filters) {
        Plan<T> plan = projection.plan(selected.ofNodes());
        order.columns().forEach(plan::require);
        Map<UUID, List<Edge<T>>> edges = new LinkedHashMap<>();
        owners.forEach(id -> edges.put(id, new ArrayList<>()));
        Where where = beyondCursor(filters, order, page).and(owner + " = o.id");
        String sql = "select p.* from unnest(:owners) with ordinality o(id, place) cross join lateral (select "
                + plan.columns() + ", o.id, row_number() over (" + order.by(page.backward()) + ") from "
                + plan.from() + " " + where.sql() + order.by(page.backward()) + "limit " + (page.size() + 1)
                + ") p(" + plan.numbered("c") + ", owner, number) order by o.place, p.number";
        Mono<Map<UUID, Integer>> totals =
                selected.has("totalCount") ? totals(projection, owner, owners, filters) : Mono.just(Map.of());
        return where.bindTo(database.sql(sql))
                .bind("owners", owners.toArray(UUID[]::new))
                .map(row -> Objects.requireNonNull(edges.get(required(row, "owner", UUID.class)))
                        .add(new Edge<>(cursors.of(order, plan.selected(row)), plan.read(row))))
                .all()
                .then(totals)
                .map(counted -> {
                    Map<UUID, Connection<T>> connections = new HashMap<>();
                    edges.forEach((id, read) -> {
                        Connection<T> connection = connection(page, read);
                        Integer total = selected.has("totalCount") ? counted.getOrDefault(id, 0) : null;
                        connections.put(id, new Connection<>(connection.edges(), connection.pageInfo(), total));
                    });
                    return connections;
                });
    }

    private <T> Mono<Map<UUID, Integer>> totals(
            Projection<T> projection, String owner, Collection<UUID> owners, Where filters) {
        Where where = filters.copy().and(owner + " = any(:owners)", "owners", owners.toArray(UUID[]::new));
        String sql = "select " + owner + ", count(*)::int from " + projection.table() + " " + Plan.ROOT + " "
                + where.sql() + "group by 1";
        return where.bindTo(database.sql(sql))
                .map(row -> Map.entry(required(row, 0, UUID.class), required(row, 1, Integer.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Where beyondCursor(Where filters, Order order, PageArguments page) {
        Where where = filters.copy();
        if (page.cursor() != null) {
            List<Object> values = cursors.values(order, page.cursor());
            where.and(order.beyond(page.backward()));
            for (int i = 0; i < values.size(); i++) {
                where.bind("k" + i, values.get(i));
            }
        }
        return where;
    }

    private <T> Mono<List<Edge<T>>> rows(Plan<T> plan, Order order, PageArguments page, Where filters) {
        Where where = beyondCursor(filters, order, page);
        String sql = plan.select() + where.sql() + order.by(page.backward()) + "limit " + (page.size() + 1);
        return where.bindTo(database.sql(sql))
                .map(row -> new Edge<>(cursors.of(order, plan.selected(row)), plan.read(row)))
                .all()
                .collectList();
    }

    private <T> Mono<Integer> count(Projection<T> projection, Where where) {
        String sql = "select count(*)::int from " + projection.table() + " " + Plan.ROOT + " " + where.sql();
        return where.bindTo(database.sql(sql)).mapValue(Integer.class).one();
    }

    private static <T> Connection<T> connection(PageArguments page, List<Edge<T>> read) {
        boolean more = read.size() > page.size();
        List<Edge<T>> edges = new ArrayList<>(more ? read.subList(0, page.size()) : read);
        if (page.backward()) {
            Collections.reverse(edges);
        }
        boolean behindCursor = page.cursor() != null;
        return new Connection<>(
                edges,
                new PageInfo(
                        page.backward() ? behindCursor : more,
                        page.backward() ? more : behindCursor,
                        edges.isEmpty() ? null : edges.get(0).cursor(),
                        edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor()),
                null);
    }
}
