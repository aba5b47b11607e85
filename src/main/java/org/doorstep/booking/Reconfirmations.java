package org.doorstep.booking;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks families before a session whether the child still comes, and frees the places of those who do not answer. */
@Component
class Reconfirmations {

    private static final int SESSIONS_AT_ONCE = 100;

    private final DatabaseClient database;
    private final Transactions transactions;

    Reconfirmations(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 60, initialDelay = 15, timeUnit = TimeUnit.SECONDS)
    Mono<Void> askByTheClock() {
        return Chores.chore("Asking families to reconfirm", ask());
    }

    @Scheduled(fixedDelay = 30, initialDelay = 10, timeUnit = TimeUnit.SECONDS)
    Mono<Void> freeByTheClock() {
        return Chores.chore("Freeing places that were not reconfirmed", free());
    }

    /**
     * Asks whose places are confirmed when the session is near, and gives how many. Who got the place after that moment is
     * not asked, nor is anyone when less than the whole time to answer is left.
     */
    Mono<Long> ask() {
        return transactions.writeStatement(database.sql("""
                        with due as (
                            select b.id, e.reconfirm_answer
                            from event e
                            join session s on s.event_id = e.id and s.cancelled_at is null
                                 and s.starts_at > now() + e.reconfirm_answer and s.starts_at <= now() + e.reconfirm_before
                            join booking b on b.session_id = s.id and b.state = 'CONFIRMED' and b.reconfirm_by is null
                                 and coalesce(b.confirmed_at, b.created_at) < s.starts_at - e.reconfirm_before
                            where e.reconfirm_before is not null
                            limit 1000
                            for no key update of b skip locked
                        )
                        update booking b set reconfirm_by = now() + d.reconfirm_answer from due d where b.id = d.id
                        """).fetch().rowsUpdated());
    }

    /** Frees what nobody answered for, each session in a transaction of its own. */
    Mono<Void> free() {
        return database.sql("""
                        select distinct b.session_id from booking b join session s on s.id = b.session_id
                        where b.state = 'CONFIRMED' and b.reconfirm_by <= now() and b.reconfirmed_at is null
                          and s.starts_at > now() and s.cancelled_at is null
                        limit """ + " " + SESSIONS_AT_ONCE)
                .mapValue(UUID.class)
                .all()
                .concatMap(session -> transactions.write(database.sql("select free_unconfirmed(:session)")
                        .bind("session", session)
                        .mapValue(Integer.class)
                        .one()))
                .then();
    }
}
