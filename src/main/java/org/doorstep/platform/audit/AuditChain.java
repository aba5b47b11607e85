package org.doorstep.platform.audit;

import static org.doorstep.platform.database.Columns.required;

import java.util.concurrent.TimeUnit;
import org.doorstep.platform.crypto.Signatures;
import org.doorstep.platform.database.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Chains the entries of committed transactions and seals each batch; one server at a time, off the path of requests. */
@Component
public class AuditChain {

    private static final Logger LOG = LoggerFactory.getLogger(AuditChain.class);
    private static final int BATCH = 1000;

    private record Batch(Seal end, int links) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Signatures signatures;

    AuditChain(DatabaseClient database, Transactions transactions, Signatures signatures) {
        this.database = database;
        this.transactions = transactions;
        this.signatures = signatures;
    }

    /** Goes on after a failure: what was not chained waits for the next time. */
    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    Mono<Void> keepUp() {
        return extend().onErrorResume(failure -> {
            LOG.warn("Audit entries wait for the chain: {}", failure.getClass().getName());
            return Mono.empty();
        });
    }

    /** Chains all that waits. */
    public Mono<Void> extend() {
        return batch().expand(links -> links == BATCH ? batch() : Mono.empty()).then();
    }

    private Mono<Integer> batch() {
        return transactions.write(database.sql("""
                        select link_position as position, link_entry as entry_id, link_hash as hash, links,
                               clock_timestamp() as sealed_at
                        from audit_chain(:batch)
                        """)
                .bind("batch", BATCH)
                .map(row -> new Batch(Seal.of(row), required(row, "links", Integer.class)))
                .one()
                .flatMap(batch -> seal(batch.end()).thenReturn(batch.links())));
    }

    private Mono<Void> seal(Seal end) {
        return database.sql("""
                        insert into audit_seal (position, entry_id, hash, sealed_at, signature)
                        values (:position, :entry, :hash, :at, :signature)
                        """)
                .bind("position", end.position())
                .bind("entry", end.entry())
                .bind("hash", end.hash())
                .bind("at", end.sealedAt())
                .bind("signature", signatures.sign(end.content()))
                .then();
    }
}
