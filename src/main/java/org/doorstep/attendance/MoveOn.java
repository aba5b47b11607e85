package org.doorstep.attendance;

import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets children go on to the adjoining session by the clock, where the event says so. */
@Component
class MoveOn {

    private final DatabaseClient database;
    private final Transactions transactions;

    MoveOn(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 20, initialDelay = 10, timeUnit = TimeUnit.SECONDS)
    Mono<Void> moveByTheClock() {
        return Chores.chore("Letting children go on to the next session", move());
    }

    @Scheduled(fixedDelay = 60, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
    Mono<Void> closeByTheClock() {
        return Chores.chore("Marking departures that nobody had to record", close());
    }

    /** Gives how many went on: those who are here at the end, and have a place in a session that adjoins. */
    Mono<Long> move() {
        return transactions.writeStatement(
                database.sql("""
                        with here as (
                            select a.id, a.arrived_at, s.ends_at, f.booking_id
                            from attendance a
                            join session s on s.id = a.session_id
                            join event e on e.id = s.event_id and e.moves_on
                            cross join lateral (
                                select b.id as booking_id from booking b
                                join session n on n.id = b.session_id
                                join event o on o.id = n.event_id and o.custody <> 'NONE'
                                where b.child_id = a.child_id and b.state = 'CONFIRMED'
                                  and n.station_id = s.station_id and n.cancelled_at is null
                                  and n.starts_at between s.ends_at and s.ends_at + moving_gap()
                                  and n.ends_at > now()
                                order by n.starts_at, b.id limit 1) f
                            where a.left_at is null and s.ends_at <= now()
                            order by a.id limit 100
                            for update of a skip locked
                        ), place as (
                            select b.id, b.county_id, b.session_id, b.child_id from booking b
                            where b.id in (select booking_id from here) and b.state = 'CONFIRMED'
                            for update of b skip locked
                        ), departed as (
                            update attendance a set left_at = greatest(h.ends_at, h.arrived_at)
                            from here h join place p on p.id = h.booking_id
                            where a.id = h.id
                            returning a.id, a.left_at, h.booking_id
                        ), arrived as (
                            insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at)
                            select gen_random_uuid(), p.county_id, p.session_id, p.child_id, p.id, d.left_at
                            from departed d join place p on p.id = d.booking_id
                            returning id, booking_id
                        ), attended as (
                            update booking b set state = 'ATTENDED' from arrived r where b.id = r.booking_id
                        ), moved_on as (
                            insert into hand_over (attendance_id, left_at, kind, moved_to)
                            select d.id, d.left_at, 'MOVED_ON', r.id
                            from departed d join arrived r on r.booking_id = d.booking_id
                        )
                        select count(*) from arrived
                        """).mapValue(Long.class).one());
    }

    /** Marks as not recorded how children left who were in no care of the station's any more; gives how many. */
    Mono<Long> close() {
        return transactions.writeStatement(database.sql("select close_stays(null, false)")
                .mapValue(Long.class)
                .one());
    }
}
