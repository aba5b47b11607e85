package org.doorstep.station;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.catalog.Service;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of stations and of what belongs to one. */
@Repository
class Stations {

    /** A room or a piece of equipment of a station. */
    record Facility(String name, @Nullable Integer capacity, boolean wheelchairAccessible) {}

    /** A span of an ordinary week in which a station is open. */
    record OpeningHours(DayOfWeek day, LocalTime opensAt, LocalTime closesAt) {}

    private static final Order BY_NAME = Order.ascending("stations", Station.NAME);
    private static final Order BY_DISTANCE = Order.ascending("stations-near", Station.DISTANCE);

    private final DatabaseClient database;
    private final Pages pages;

    Stations(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Station> find(UUID id, Selection selection) {
        return pages.find(Station.PROJECTION, id, selection, new Where());
    }

    Mono<Connection<Station>> list(StationFilter filter, PageArguments page, Selection selection) {
        Order order = filter.near() == null ? BY_NAME : BY_DISTANCE;
        return pages.read(Station.PROJECTION, selection, order, page, filter.where());
    }

    Mono<Map<UUID, List<Facility>>> facilities(Collection<UUID> stations) {
        return byStation(
                stations,
                """
                select o.id, f.name, f.capacity, f.wheelchair_accessible
                from unnest(:owners) o(id) cross join lateral (
                    select * from facility where station_id = o.id order by name limit 50) f
                order by o.id, f.name
                """,
                row -> new Facility(
                        required(row, 1, String.class), row.get(2, Integer.class), required(row, 3, Boolean.class)));
    }

    Mono<Map<UUID, List<OpeningHours>>> openingHours(Collection<UUID> stations) {
        return byStation(
                stations,
                """
                select o.id, h.day_of_week, h.opens_at, h.closes_at
                from unnest(:owners) o(id) cross join lateral (
                    select * from opening_hours where station_id = o.id order by day_of_week, opens_at limit 50) h
                order by o.id, h.day_of_week, h.opens_at
                """,
                row -> new OpeningHours(
                        DayOfWeek.of(required(row, 1, Integer.class)),
                        required(row, 2, LocalTime.class),
                        required(row, 3, LocalTime.class)));
    }

    Mono<Map<UUID, List<Service>>> services(Collection<UUID> stations, Selection selection) {
        Plan<Service> plan = Service.PROJECTION.plan(selection);
        return byStation(
                stations,
                "select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                        + "select n.id from station_service m join service n on n.id = m.service_id"
                        + " where m.station_id = o.id order by n.position, n.id limit 50) n cross join " + plan.from()
                        + " where t.id = n.id order by o.id, t.position, t.id",
                row -> plan.read(row, 1));
    }

    private <T> Mono<Map<UUID, List<T>>> byStation(
            Collection<UUID> stations, String sql, Function<Readable, T> reading) {
        return ByOwner.read(stations, database.sql(sql), row -> reading.apply(row));
    }
}
