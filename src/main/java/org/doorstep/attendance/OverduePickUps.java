package org.doorstep.attendance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Children whom somebody must collect, and nobody does: step by step, by the clock. Who is told of a step is decided elsewhere. */
@Component
class OverduePickUps {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Double[] after;

    OverduePickUps(DatabaseClient database, Transactions transactions, AttendanceProperties properties) {
        this.database = database;
        this.transactions = transactions;
        this.after = properties.overdueAfter().stream()
                .map(Duration::toSeconds)
                .map(Long::doubleValue)
                .toArray(Double[]::new);
    }

    @Scheduled(fixedDelay = 30, initialDelay = 15, timeUnit = TimeUnit.SECONDS)
    Mono<Void> escalateByTheClock() {
        return Chores.chore("Escalating children whom nobody collected", escalate());
    }

    /**
     * Takes the steps that are due, and raises an incident with the last one; gives how many were taken. Where the arrival
     * was recorded after the session, the departure has a quarter of an hour to follow.
     */
    Mono<Long> escalate() {
        return transactions.writeStatement(
                database.sql("""
                        with here as (
                            select a.id, a.county_id, a.booking_id, s.station_id,
                                   case when a.created_at > u.ends_at then a.created_at + interval '15 minutes'
                                        else u.ends_at end as since
                            from attendance a
                            join session s on s.id = a.session_id
                            cross join lateral (select stay_ends(a.child_id, a.session_id) as ends_at) u
                            where a.left_at is null and s.ends_at <= now() and u.ends_at > now() - interval '1 day'
                              and awaits_collection(a)
                              and not exists (select from overdue_step o where o.attendance_id = a.id and o.step = 2)
                            limit 1000
                            for update of a skip locked
                        ), taken as (
                            insert into overdue_step (attendance_id, step)
                            select h.id, d.number - 1
                            from here h
                            join unnest(:after) with ordinality d(seconds, number)
                                on h.since + make_interval(secs => d.seconds) <= now()
                            on conflict do nothing
                            returning attendance_id, step
                        ), raised as (
                            insert into incident (id, county_id, station_id, booking_id, attendance_id, kind)
                            select gen_random_uuid(), h.county_id, h.station_id, h.booking_id, h.id, 'OVERDUE'
                            from taken t join here h on h.id = t.attendance_id
                            where t.step = 2
                            on conflict do nothing
                        )
                        select count(*) from taken
                        """).bind("after", after).mapValue(Long.class).one());
    }
}
