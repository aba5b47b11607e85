package org.doorstep.attendance;

import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Booked children who did not come, found by the clock where attendance was taken. */
@Component
class NoShows {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final double grace;

    NoShows(DatabaseClient database, Transactions transactions, AttendanceProperties properties) {
        this.database = database;
        this.transactions = transactions;
        this.grace = properties.noShowGrace().toSeconds();
    }

    @Scheduled(fixedDelay = 60, initialDelay = 25, timeUnit = TimeUnit.SECONDS)
    Mono<Void> markByTheClock() {
        return Chores.chore("Marking those who did not come", mark());
    }

    /**
     * Marks those who did not come to sessions of the last week, and gives how many. A session where nobody was checked in,
     * or joined for long enough what is online only, is left to the staff: it may be that nobody took attendance. Whom the
     * staff know not to be missing is not marked again.
     */
    Mono<Long> mark() {
        return transactions.writeStatement(
                database.sql("""
                        with over as (
                            -- the weaker lock, which arrivals do not wait for
                            select s.id, s.station_id from session s join event e on e.id = s.event_id
                            where s.ends_at + make_interval(secs => :grace) <= now()
                              and s.starts_at > now() - interval '8 days'
                              and s.cancelled_at is null
                              and not exists (select from online_join j where j.session_id = s.id and j.left_at is null)
                              and exists (select from attendance a
                                          where a.session_id = s.id and (a.mode = 'IN_PERSON' or e.mode = 'ONLINE'))
                              and exists (select from booking b where b.session_id = s.id and b.state = 'CONFIRMED'
                                            and not exists (select from attendance_correction c
                                                            where c.booking_id = b.id and c.kind = 'NO_SHOW'))
                            order by s.id limit 100
                            for no key update of s skip locked
                        ), missed as (
                            update booking b set state = 'NO_SHOW', missed_at = now()
                            from over
                            where b.session_id = over.id and b.state = 'CONFIRMED'
                              -- a child that was at the station all the time did not stay away
                              and not exists (
                                  select from attendance a join session h on h.id = a.session_id
                                  where a.child_id = b.child_id and a.mode = 'IN_PERSON'
                                    and h.station_id = over.station_id
                                    and a.arrived_at < upper(b.period)
                                    and coalesce(a.left_at > lower(b.period), true))
                              and not exists (select from attendance_correction c
                                              where c.booking_id = b.id and c.kind = 'NO_SHOW')
                            returning b.id
                        )
                        select count(*) from missed
                        """).bind("grace", grace).mapValue(Long.class).one());
    }
}
