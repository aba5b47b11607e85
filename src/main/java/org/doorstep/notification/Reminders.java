package org.doorstep.notification;

import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reminds those who booked some time ago of a session that is near. */
@Component
class Reminders {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final double before;

    Reminders(DatabaseClient database, Transactions transactions, MessageProperties properties) {
        this.database = database;
        this.transactions = transactions;
        this.before = properties.remindBefore().toSeconds();
    }

    @Scheduled(fixedDelay = 60, initialDelay = 35, timeUnit = TimeUnit.SECONDS)
    Mono<Void> remindByTheClock() {
        return Chores.chore("Reminding families of sessions", remind());
    }

    /**
     * Writes the reminders that are due, and gives how many. Once a basket and session, and once more when it moves. Who got
     * the place after that moment has just been told.
     */
    Mono<Long> remind() {
        return transactions.writeStatement(
                database.sql("""
                        insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
                        select distinct on (s.id, b.basket_id, b.booked_by)
                               b.booked_by, 'REMINDER', b.id, b.basket_id, s.id, extract(epoch from s.starts_at)::text
                        from session s
                        join booking b on b.session_id = s.id and b.state = 'CONFIRMED'
                        where s.starts_at > now() and s.starts_at <= now() + make_interval(secs => :before)
                          and s.cancelled_at is null
                          and coalesce(b.confirmed_at, b.created_at) < s.starts_at - make_interval(secs => :before)
                          and not exists (
                              select from message m
                              where m.session_id = s.id and m.basket_id = b.basket_id and m.person_id = b.booked_by
                                and m.kind = 'REMINDER' and m.cause = extract(epoch from s.starts_at)::text)
                        order by s.id, b.basket_id, b.booked_by, b.id
                        on conflict on constraint message_once do nothing
                        """).bind("before", before).fetch().rowsUpdated());
    }
}
