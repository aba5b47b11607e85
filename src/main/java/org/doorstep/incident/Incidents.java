package org.doorstep.incident;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.family.Access;
import org.doorstep.family.ChildrenSeen;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Incidents of stations: read by those who manage them, and raised by the clock when a station closes. */
@Component
public class Incidents {

    private static final int MAX_OF_STATION = 100;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final ChildrenSeen childrenSeen;

    Incidents(DatabaseClient database, Transactions transactions, ChildrenSeen childrenSeen) {
        this.database = database;
        this.transactions = transactions;
        this.childrenSeen = childrenSeen;
    }

    @Scheduled(fixedDelay = 60, initialDelay = 20, timeUnit = TimeUnit.SECONDS)
    Mono<Void> raiseByTheClock() {
        return Chores.chore(
                "Raising incidents of children still here at closing time",
                raiseAtClosing().then());
    }

    /**
     * Raises an incident for each child whom somebody must collect and who is still here when the last of its sessions is over and the station closed, by the clock
     * of the database. Where a station has no hours on the day, it closes half an hour after the session.
     */
    public Mono<Long> raiseAtClosing() {
        return transactions.writeStatement(database.sql("""
                        with here as (
                            select a.id, a.county_id, a.booking_id, s.station_id
                            from attendance a
                            join session s on s.id = a.session_id
                            cross join lateral (select stay_ends(a.child_id, a.session_id) as ends_at) u
                            cross join lateral (select u.ends_at at time zone 'Asia/Shanghai' as local_end) e
                            where a.left_at is null and s.ends_at <= now() and awaits_collection(a)
                              and now() >= greatest(u.ends_at, coalesce(
                                  (select (e.local_end::date + max(h.closes_at)) at time zone 'Asia/Shanghai'
                                   from opening_hours h
                                   where h.station_id = s.station_id
                                     and h.day_of_week = extract(isodow from e.local_end)),
                                  u.ends_at + interval '30 minutes'))
                              and not exists (select from incident i
                                              where i.attendance_id = a.id and i.kind = 'OPEN_AT_CLOSING')
                            limit 1000
                            for update of a skip locked
                        )
                        insert into incident (id, county_id, station_id, booking_id, attendance_id, kind)
                        select gen_random_uuid(), county_id, station_id, booking_id, id, 'OPEN_AT_CLOSING' from here
                        on conflict do nothing
                        """).fetch().rowsUpdated());
    }

    /** Those of each station that the caller may manage, the open ones first, then the latest; none for other stations. Each look is logged. */
    Mono<Map<UUID, List<Incident>>> ofStations(
            Collection<UUID> stations, Caller caller, Selection selection, Access access) {
        Plan<Incident> plan = Incident.PROJECTION.plan(selection);
        Where where = StationRights.restrict(
                new Where().and("o.id = any(:stations)", "stations", stations.toArray(UUID[]::new)), caller, "o.id");
        Mono<Map<UUID, List<Incident>>> read = ByOwner.ofThoseGiven(
                where.bindTo(database.sql("select o.id, p.* from station o left join lateral (select "
                        + plan.columns() + " from " + plan.from() + " where t.station_id = o.id"
                        + " order by t.resolved_at is not null, t.raised_at desc, t.id limit " + MAX_OF_STATION
                        + ") p(" + plan.numbered("c") + ") on true " + where.sql())),
                row -> row.get(1, UUID.class) == null ? null : plan.read(row, 1));
        return transactions.write(read.flatMap(
                found -> log(found.values().stream().flatMap(List::stream).toList(), access)
                        .thenReturn(found)));
    }

    Mono<Void> log(List<Incident> incidents, Access access) {
        return childrenSeen.add(
                incidents.stream()
                        .map(incident -> new ChildrenSeen.Seen(incident.child(), incident.station()))
                        .distinct()
                        .toList(),
                access);
    }
}
