package org.doorstep.identity;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes what sign-ins leave behind once it can serve nobody any more. */
@Component
class ForgetSignIns {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetSignIns.class);

    // used tokens stay as long as the others, since using one again is how a theft is noticed
    private static final List<String> STATEMENTS = List.of("""
            delete from refresh_token where expires_at < now() - interval '30 days'
            """, """
            delete from refresh_family f
            where f.created_at < now() - interval '30 days'
              and not exists (select from refresh_token t where t.family_id = f.id)
            """, """
            delete from signing_key k
            where k.retires_at < now() - interval '30 days'
              and k.generation < (select max(n.generation) from signing_key n)
            """, """
            delete from token_attempt
            where counted_since < now() - interval '1 day'
              and (succeeded_at is null or succeeded_at < now() - interval '90 days')
            """);

    private final DatabaseClient database;
    private final Transactions transactions;

    ForgetSignIns(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 24, timeUnit = TimeUnit.HOURS)
    Mono<Void> keepUp() {
        return forget().onErrorResume(failure -> {
            LOG.warn("Old sign-ins were not removed: {}", failure.getClass().getName());
            return Mono.empty();
        });
    }

    Mono<Void> forget() {
        return Flux.fromIterable(STATEMENTS)
                .concatMap(sql ->
                        transactions.writeStatement(database.sql(sql).fetch().rowsUpdated()))
                .then();
    }
}
