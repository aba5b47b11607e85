package org.doorstep.funding;

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

    private static final String COUNTED = """
            with held as (
                select e.project_id, s.id as session_id, s.station_id,
                       (extract(year from l.at) * 12 + extract(month from l.at))::int - 1 as month
                from project p
                join project_event e on e.project_id = p.id
                join session s on s.event_id = e.event_id
                cross join lateral (select s.starts_at at time zone 'Asia/Shanghai') l(at)
                where p.id = any(:projects)
                  and s.cancelled_at is null
                  and s.ends_at <= now()
                  and s.starts_at >= p.starts_on::timestamp at time zone 'Asia/Shanghai'
                  and s.starts_at < (p.ends_on + 1)::timestamp at time zone 'Asia/Shanghai'
            ), placed as (
                select h.*, b.size, b.first
                from held h
                cross join lateral (
                    select size, h.month - h.month % size from unnest(:sizes) size
                    union all
                    select :window, 0 where h.month between :from and :until) b(size, first)
            ), counted as (
                select p.project_id, p.size, p.first, p.station_id, count(distinct p.session_id) as sessions,
                       count(*) as person_times, count(distinct a.child_id) as children, 0::numeric as hours
                from placed p
                join attendance a on a.session_id = p.session_id
                group by grouping sets ((p.project_id, p.size, p.first, p.station_id), (p.project_id, p.size, p.first))
                union all
                select p.project_id, p.size, p.first, p.station_id, 0, 0, 0, sum(v.hours)
                from placed p
                join shift_hours v on v.session_id = p.session_id
                group by grouping sets ((p.project_id, p.size, p.first, p.station_id), (p.project_id, p.size, p.first))
                union all
                select o.project_id, :window, 0, o.station_id, 0, 0, 0, 0
                from project_station o
                where o.project_id = any(:projects)
            )
            select c.project_id, c.size, c.first, c.station_id, sum(c.sessions)::int, sum(c.person_times)::int,
                   sum(c.children)::int, sum(c.hours)
            from counted c
            left join station s on s.id = c.station_id
            group by c.project_id, c.size, c.first, c.station_id, s.name
            order by s.name, c.station_id
            """;

    private final DatabaseClient database;

    Outcomes(DatabaseClient database) {
        this.database = database;
    }

    Mono<Map<Project, OutcomeReport>> of(Collection<Project> projects, OutcomeRequest request) {
        Map<UUID, OutcomeTable> tables = new HashMap<>();
        projects.forEach(project -> tables.put(project.uuid(), new OutcomeTable()));
        return database.sql(COUNTED)
                .bind("projects", tables.keySet().toArray(UUID[]::new))
                .bind("sizes", Cell.SIZES.toArray(Integer[]::new))
                .bind("window", Cell.WINDOW)
                .bind("from", request.firstMonth())
                .bind("until", request.lastMonth())
                .map(row -> {
                    Objects.requireNonNull(tables.get(row.get(0, UUID.class))).put(cell(row), tally(row));
                    return true;
                })
                .all()
                .then(Mono.fromSupplier(() -> projects.stream()
                        .collect(Collectors.toMap(
                                project -> project,
                                project -> Objects.requireNonNull(tables.get(project.uuid()))
                                        .report(project, request)))));
    }

    private static Cell cell(Readable row) {
        return new Cell(integer(row, 1), integer(row, 2), row.get(3, UUID.class));
    }

    private static Tally tally(Readable row) {
        return new Tally(
                integer(row, 4),
                integer(row, 5),
                integer(row, 6),
                Objects.requireNonNull(row.get(7, BigDecimal.class)));
    }

    private static int integer(Readable row, int index) {
        return Objects.requireNonNull(row.get(index, Integer.class));
    }
}
