package org.doorstep.staffing;

import static org.doorstep.platform.database.Columns.required;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.attendance.RosterEntry;
import org.doorstep.attendance.Rosters;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of staffing alerts, which triggers write when the carers of a session change. */
@Repository
class StaffingAlerts {

    private static final int MAX_CHILDREN = 100;

    private final DatabaseClient database;
    private final Rosters rosters;

    StaffingAlerts(DatabaseClient database, Rosters rosters) {
        this.database = database;
        this.rosters = rosters;
    }

    /** The open one of each session that is not over and whose station the caller may manage. */
    Mono<Map<UUID, StaffingAlert>> ofSessions(Collection<UUID> sessions, Caller caller, Selection selection) {
        Plan<StaffingAlert> plan = StaffingAlert.PROJECTION.plan(selection);
        Where where = StationRights.restrict(
                new Where()
                        .and("t.session_id = any(:sessions)", "sessions", sessions.toArray(UUID[]::new))
                        .and("t.resolved_at is null")
                        .and("exists (select from session s where s.id = t.session_id and s.ends_at > now())"),
                caller,
                "t.station_id");
        return where.bindTo(database.sql(plan.select() + where.sql()))
                .map(row -> plan.read(row))
                .all()
                .collectMap(StaffingAlert::sessionId);
    }

    /**
     * Those of each station that the caller may manage, the open ones of sessions that are not over first, then the
     * latest; none for other stations.
     */
    Mono<Map<UUID, List<StaffingAlert>>> ofStations(
            Collection<UUID> stations, Caller caller, int first, Selection selection) {
        Plan<StaffingAlert> plan = StaffingAlert.PROJECTION.plan(selection);
        Where where = StationRights.restrict(
                new Where()
                        .and("o.id = any(:stations)", "stations", stations.toArray(UUID[]::new))
                        .bind("first", first),
                caller,
                "o.id");
        return ByOwner.ofThoseGiven(
                where.bindTo(database.sql("select o.id, p.* from station o left join lateral (select "
                        + plan.columns() + " from " + plan.from() + " where t.station_id = o.id"
                        + " order by t.resolved_at is null and exists ("
                        + "select from session s where s.id = t.session_id and s.ends_at > now()) desc,"
                        + " t.raised_at desc, t.id limit :first) p(" + plan.numbered("c") + ") on true "
                        + where.sql())),
                row -> row.get(1, UUID.class) == null ? null : plan.read(row, 1));
    }

    /** The children of sessions whom the carers do not cover; the caller must be known to manage their stations. */
    Mono<Map<UUID, List<RosterEntry>>> childrenAtRisk(Collection<UUID> sessions, Selection selection, Access access) {
        return atRisk(sessions).flatMap(bookings -> {
            List<UUID> all = bookings.values().stream().flatMap(List::stream).toList();
            return rosters.entries(all, selection, access).map(entries -> {
                Map<UUID, List<RosterEntry>> bySession = new HashMap<>();
                bookings.forEach((session, ids) -> bySession.put(
                        session,
                        ids.stream()
                                .flatMap(id -> Stream.ofNullable(entries.get(id)))
                                .toList()));
                return bySession;
            });
        });
    }

    /** The bookings beyond what the carers of each session cover, in the order they got their place. */
    private Mono<Map<UUID, List<UUID>>> atRisk(Collection<UUID> sessions) {
        return ByOwner.read(sessions, database.sql("""
                        select s.id, h.booking_id
                        from session s cross join lateral (
                            select * from seat_holders(s.id) where place > s.capacity order by place limit :max) h
                        where s.id = any(:owners)
                        order by s.id, h.place
                        """).bind("max", MAX_CHILDREN), row -> required(row, 1, UUID.class));
    }
}
