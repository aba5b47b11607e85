package org.doorstep.funding;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What projects achieved, counted from attendances and shifts in one statement for all of them. */
@Repository
class Outcomes {

    /**
     * Rows of three kinds: what was done in a month of an event, how many different children came in a block of months at a
     * station or at all of them, and the stations of a project.
     */
    private static final String COUNTED = """
            with took_place as (
                select p.id as project_id, s.id as session_id, s.event_id, s.station_id, s.seats_taken,
                       (extract(year from l.at) * 12 + extract(month from l.at))::int - 1 as month,
                       l.at >= p.starts_on and l.at < p.ends_on + 1 as counts,
                       -- a session that began on the last evening of a month may end a day later
                       date_trunc('month', l.at) + interval '1 month 1 day' <= now() at time zone 'Asia/Shanghai' as over
                from project p
                join project_event e on e.project_id = p.id
                join session s on s.event_id = e.event_id
                cross join lateral (select s.starts_at at time zone 'Asia/Shanghai') l(at)
                where p.id = any(:projects)
                  and s.cancelled_at is null
                  and s.ends_at <= now()
                  and s.starts_at >= date_trunc('month', p.starts_on::timestamp) at time zone 'Asia/Shanghai'
                  and s.starts_at < (date_trunc('month', p.ends_on::timestamp) + interval '1 month')
                                    at time zone 'Asia/Shanghai'
            ), held as (
                select *
                from (select *, over and bool_and(counts) over (partition by project_id, event_id, month) as told
                      from took_place) t
                where counts
            ), done as (
                select h.project_id, h.month, h.station_id, h.event_id, h.told, h.seats_taken,
                       1 as sessions, (select count(*) from attendance a where a.session_id = h.session_id) as came, 0 as hours
                from held h
                union all
                select h.project_id, h.month, h.station_id, h.event_id, h.told, 0, 0, 0, v.hours
                from held h
                join shift_hours v on v.session_id = h.session_id
            ), placed as (
                select h.*, b.size, b.first
                from held h
                cross join lateral (
                    select size, h.month - h.month % size from unnest(:sizes) size
                    union all
                    select :window, 0 where h.month between :from and :until) b(size, first)
            ), counted as (
                select 1 as kind, project_id, 1 as size, month as first, station_id, event_id, bool_and(told) as told,
                       sum(sessions)::int as sessions, sum(came)::int as came, sum(hours)::numeric as hours,
                       sum(seats_taken)::int as places, null::int as children, null::int as told_children,
                       null::bigint as child_set
                from done
                group by project_id, month, station_id, event_id
                union all
                select 2, p.project_id, p.size, p.first, p.station_id, null, null, null, null, null, null,
                       count(distinct a.child_id)::int, count(distinct a.child_id) filter (where p.told)::int,
                       bit_xor(distinct hashtextextended(a.child_id::text, 0)) filter (where p.told)
                from placed p
                join attendance a on a.session_id = p.session_id
                group by grouping sets ((p.project_id, p.size, p.first, p.station_id), (p.project_id, p.size, p.first))
                union all
                select 3, o.project_id, null, null, o.station_id, null, null, null, null, null, null, null, null, null
                from project_station o
                where o.project_id = any(:projects)
            )
            select c.*
            from counted c
            left join station s on s.id = c.station_id
            order by s.name, c.station_id
            """;

    private static final int MONTH_OF_EVENT = 1;
    private static final int CHILDREN = 2;

    private final DatabaseClient database;
    private final FixedRounding rounding;

    Outcomes(DatabaseClient database, FixedRounding rounding) {
        this.database = database;
        this.rounding = rounding;
    }

    Mono<Map<Project, OutcomeReport>> of(Collection<Project> projects, OutcomeRequest request) {
        Map<UUID, OutcomeTable> tables = new HashMap<>();
        projects.forEach(project -> tables.put(project.uuid(), new OutcomeTable(rounding)));
        return database.sql(COUNTED)
                .bind("projects", tables.keySet().toArray(UUID[]::new))
                .bind("sizes", Cell.SIZES.toArray(Integer[]::new))
                .bind("window", Cell.WINDOW)
                .bind("from", request.firstMonth())
                .bind("until", request.lastMonth())
                .map(row -> {
                    read(row, Objects.requireNonNull(tables.get(row.get("project_id", UUID.class))));
                    return true;
                })
                .all()
                .then(Mono.fromSupplier(() -> projects.stream()
                        .collect(Collectors.toMap(
                                project -> project,
                                project -> Objects.requireNonNull(tables.get(project.uuid()))
                                        .report(project, request)))));
    }

    private void read(Readable row, OutcomeTable table) {
        UUID station = row.get("station_id", UUID.class);
        if (station != null) {
            table.put(station);
        }
        switch (integer(row, "kind")) {
            case MONTH_OF_EVENT -> table.add(integer(row, "first"), Objects.requireNonNull(station), tally(row));
            case CHILDREN ->
                table.put(
                        new Cell(integer(row, "size"), integer(row, "first"), station),
                        new Children(
                                integer(row, "children"),
                                integer(row, "told_children"),
                                Objects.requireNonNullElse(row.get("child_set", Long.class), 0L)));
            default -> {}
        }
    }

    private Tally tally(Readable row) {
        boolean told = Boolean.TRUE.equals(row.get("told", Boolean.class));
        int came = integer(row, "came");
        int places = Math.max(integer(row, "places"), came);
        return new Tally(
                integer(row, "sessions"),
                came,
                told
                        ? rounding.personTimes(
                                required(row, "event_id", UUID.class), integer(row, "first"), came, places)
                        : 0,
                told ? places : 0,
                required(row, "hours", BigDecimal.class));
    }

    private static int integer(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class), column);
    }
}
