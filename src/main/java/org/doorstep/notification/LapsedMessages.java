package org.doorstep.notification;

import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Judges messages for good a day after their session, so that lists need not look at those that stand no more. */
@Component
class LapsedMessages {

    static final int AT_ONCE = 1_000;

    private final DatabaseClient database;
    private final Transactions transactions;

    LapsedMessages(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 3, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    Mono<Void> judgeByTheClock() {
        return Chores.chore(
                "Judging messages of past sessions",
                judge().expand(judged -> judged == AT_ONCE ? judge() : Mono.empty())
                        .then());
    }

    /** Judges some messages of the sessions of the last week, and gives how many. */
    Mono<Long> judge() {
        return transactions.writeStatement(
                database.sql("""
                        update message m set lapsed = not message_stands(m)
                        where m.id = any (array(
                            select o.id from session s join message o on o.session_id = s.id and o.lapsed is null
                            where s.starts_at > now() - interval '8 days' and s.ends_at < now() - interval '1 day'
                            limit :max for update of o skip locked))
                        """).bind("max", AT_ONCE).fetch().rowsUpdated());
    }
}
