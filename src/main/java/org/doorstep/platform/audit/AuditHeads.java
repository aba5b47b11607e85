package org.doorstep.platform.audit;

import static org.doorstep.platform.database.Columns.required;

import java.util.Arrays;
import java.util.Objects;
import org.doorstep.platform.crypto.Signatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps the newest seal outside of the database, and holds the record against it. Within the database a record that was cut
 * off at its end, seals and all, looks like one that was never longer.
 */
@Component
class AuditHeads {

    private static final Logger LOG = LoggerFactory.getLogger(AuditHeads.class);

    private final HeadPlace place;
    private final DatabaseClient database;
    private final Signatures signatures;

    AuditHeads(HeadPlace place, DatabaseClient database, Signatures signatures) {
        this.place = place;
        this.database = database;
        this.signatures = signatures;
    }

    /** Replaces the head by a newer one, unless the record no longer holds the kept one: then it is evidence. */
    @Scheduled(fixedDelayString = "${doorstep.audit.head-every:1m}", initialDelayString = "10s")
    Mono<Void> keepUp() {
        return keep().onErrorResume(failure -> {
            LOG.warn(
                    "The head of the audit record was not kept outside: {}",
                    failure.getClass().getName());
            return Mono.empty();
        });
    }

    Mono<Void> keep() {
        return place.read()
                .flatMap(kept -> holds(kept).map(held -> held ? kept.position() : Long.MAX_VALUE))
                .defaultIfEmpty(0L)
                .flatMap(position -> {
                    if (position == Long.MAX_VALUE) {
                        LOG.error("审计记录被截断或改写，请保留现状并查明 / The audit record was cut off or rewritten:"
                                + " keep the database and the head outside of it as they are, and find out who");
                        return Mono.empty();
                    }
                    return newestAfter(position).flatMap(place::write);
                });
    }

    /** The head that was kept last, whether the record holds it or not; empty when none was. */
    Mono<Compared> compare() {
        return place.read().flatMap(kept -> holds(kept).map(held -> new Compared(kept, held)));
    }

    /** A head outside, and whether the record still ends there or goes on from it. */
    record Compared(OutsideHead kept, boolean held) {}

    private Mono<Boolean> holds(OutsideHead kept) {
        Seal seal = kept.seal();
        if (!signatures.verify(kept.signatureBytes(), seal.content())) {
            return Mono.just(false);
        }
        return database.sql("select entry_id, hash from audit_link where position = :position")
                .bind("position", seal.position())
                .map(row -> Objects.equals(row.get("entry_id", Long.class), seal.entry())
                        && Arrays.equals(row.get("hash", byte[].class), seal.hash()))
                .one()
                .defaultIfEmpty(false);
    }

    private Mono<OutsideHead> newestAfter(long position) {
        return database.sql("""
                        select position, entry_id, hash, sealed_at, signature from audit_seal
                        where position > :position order by position desc limit 1
                        """)
                .bind("position", position)
                .map(row -> OutsideHead.of(Seal.of(row), required(row, "signature", byte[].class)))
                .one();
    }
}
