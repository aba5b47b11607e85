package org.doorstep.waitlist;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.waitlist.Waitlist.WaitlistDecision.WaitlistReason;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Those who wait for a place: the functions of the database decide, this asks them at the right moments. */
@Component
public class Waitlist {

    /** Why those who wait were offered a place, or passed over. */
    record WaitlistDecision(Instant decidedAt, WaitlistReason reason, int children, int seatsFree) {
        /** Why those who wait were offered a place, or passed over. */
        enum WaitlistReason {
            FIRST_IN_LINE,
            NOT_ENOUGH_SEATS,
            TOO_YOUNG,
            TOO_OLD,
            OVERLAPPING_SESSION,
            YEARLY_LIMIT,
            CONSENT_MISSING
        }
    }

    private static final int SESSIONS_AT_ONCE = 100;
    private static final int MAX_HISTORY = 100;

    private final DatabaseClient database;
    private final Transactions transactions;

    Waitlist(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 5, timeUnit = TimeUnit.SECONDS)
    Mono<Void> judgeAgainByTheClock() {
        return Chores.chore("Judging those who wait again", judgeAgain());
    }

    /** Judges those who wait again where an obstacle is gone, each session in a transaction of its own. */
    public Mono<Void> judgeAgain() {
        return database.sql("""
                        select session_id from waitlist_recheck where due_at <= now()
                        group by session_id order by min(id) limit""" + " " + SESSIONS_AT_ONCE)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMapDelayError(session -> transactions.write(database.sql("select judge_waiting_again(:session)")
                        .bind("session", session)
                        .mapValue(Integer.class)
                        .one()))
                .then();
    }

    @Scheduled(fixedDelay = 5, initialDelay = 5, timeUnit = TimeUnit.SECONDS)
    Mono<Void> expireByTheClock() {
        return Chores.chore("Ending offers that ran out", expire());
    }

    /** Ends offers that ran out and waits that came to nothing, each session in a transaction of its own. */
    public Mono<Void> expire() {
        return database.sql("""
                        select b.session_id from booking b where b.state = 'OFFERED' and b.offer_expires_at <= now()
                        union
                        select b.session_id from session s join booking b on b.session_id = s.id
                        where s.starts_at between now() - interval '1 day' and now() and s.waitlist_length > 0
                          and b.state = 'WAITLISTED'
                        limit """ + " " + SESSIONS_AT_ONCE)
                .mapValue(UUID.class)
                .all()
                .concatMap(session -> transactions.write(database.sql("select expire_waiting(:session)")
                        .bind("session", session)
                        .mapValue(Integer.class)
                        .one()))
                .then();
    }

    Mono<Map<UUID, List<WaitlistDecision>>> decisions(Collection<UUID> baskets) {
        return ByOwner.read(
                baskets,
                database.sql("""
                        select d.basket_id, d.decided_at, d.reason, d.children, d.seats_free
                        from unnest(:owners) b(id) cross join lateral (
                            select * from waitlist_decision w where w.basket_id = b.id order by w.id limit :max) d
                        order by d.basket_id, d.id
                        """).bind("max", MAX_HISTORY),
                row -> new WaitlistDecision(
                        required(row, 1, Instant.class),
                        WaitlistReason.valueOf(required(row, 2, String.class)),
                        required(row, 3, Integer.class),
                        required(row, 4, Integer.class)));
    }
}
