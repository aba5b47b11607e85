package org.doorstep.identity;

import java.util.regex.Pattern;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.limit.Floods;
import org.doorstep.platform.limit.Network;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts wrong guesses at a partner's secret, by client id and network, for all instances together. Whoever guesses is
 * slowed down; the partner is not, since a network from which the right secret came before is always let try.
 */
@Component
class TokenAttempts {

    /** Failures a minute from one network. */
    static final int PER_NETWORK = 20;

    /** Failures a minute from all networks that never knew the secret. */
    static final int PER_CLIENT = 100;

    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Floods floods;

    TokenAttempts(DatabaseClient database, Transactions transactions, Floods floods) {
        this.database = database;
        this.transactions = transactions;
        this.floods = floods;
    }

    /** Counts an attempt as failed until it is said to have succeeded; false when it must not be made. */
    Mono<Boolean> begin(String clientId, Network network) {
        if (!CLIENT_ID.matcher(clientId).matches()) {
            return Mono.just(true);
        }
        return transactions
                .writeStatement(database.sql("""
                                with counted as (
                                    insert into token_attempt as t (client_id, network, failures)
                                    values (:client_id, :network, 1)
                                    on conflict (client_id, network) do update
                                       set failures = case when t.counted_since > now() - interval '1 minute'
                                                           then t.failures + 1 else 1 end,
                                           counted_since = case when t.counted_since > now() - interval '1 minute'
                                                                then t.counted_since else now() end
                                    returning failures, succeeded_at
                                )
                                select coalesce(c.succeeded_at > now() - interval '90 days', false)
                                       or c.failures <= :per_network
                                          and c.failures + (select coalesce(sum(o.failures), 0) from token_attempt o
                                                             where o.client_id = :client_id and o.network <> :network
                                                               and o.counted_since > now() - interval '1 minute'
                                                               and o.succeeded_at is null) <= :per_client
                                  from counted c
                                """)
                        .bind("client_id", clientId)
                        .bind("network", network.text())
                        .bind("per_network", PER_NETWORK)
                        .bind("per_client", PER_CLIENT)
                        .mapValue(Boolean.class)
                        .one())
                .doOnNext(allowed -> {
                    if (!allowed) {
                        floods.refused("partner-guesses");
                    }
                });
    }

    Mono<Void> succeeded(String clientId, Network network) {
        return transactions
                .writeStatement(database.sql("""
                                update token_attempt
                                   set failures = greatest(failures - 1, 0), succeeded_at = now()
                                 where client_id = :client_id and network = :network
                                """)
                        .bind("client_id", clientId)
                        .bind("network", network.text())
                        .fetch()
                        .rowsUpdated())
                .then();
    }
}
