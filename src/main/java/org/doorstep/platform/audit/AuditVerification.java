package org.doorstep.platform.audit;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.doorstep.platform.crypto.Signatures;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds entries that were changed, removed or put in by somebody who went around the triggers. */
@Component
public class AuditVerification {

    private static final int SEALS_AT_ONCE = 50;

    private static final String BROKEN = """
            select count(*) as checked,
                   min(array[l.position, l.entry_id]) filter (where
                       (l.position > 1 and p.position is null)
                       or (e.id is null and l.position > (select coalesce(max(s.position), 0) from audit_seal s
                                                          where s.sealed_at < now() - interval '3 years'))
                       or (e.id is not null and l.hash <> sha256(coalesce(p.hash, '') || audit_content(e)))
                   ) as broken
            from audit_link l
            left join audit_link p on p.position = l.position - 1
            left join audit_entry e on e.id = l.entry_id
            where l.position > :after and l.position <= :until
            """;

    /** A seal with what the tables hold of it. */
    private record Sealed(Seal seal, long after, byte[] signature, byte @Nullable [] linked) {}

    private final DatabaseClient database;
    private final Signatures signatures;
    private final AuditHeads heads;

    AuditVerification(DatabaseClient database, Signatures signatures, AuditHeads heads) {
        this.database = database;
        this.signatures = signatures;
        this.heads = heads;
    }

    /**
     * Verifies the batches sealed in a period, that no entry of the period escaped the chain, and that the record, whatever
     * the period, still holds the head that is kept outside of the database.
     */
    public Mono<AuditVerified> verify(Instant from, Instant until) {
        return sealed(from, until)
                .collectList()
                .flatMap(seals -> Flux.fromIterable(seals)
                        .buffer(SEALS_AT_ONCE)
                        .concatMap(this::links)
                        .takeUntil(found -> !found.intact())
                        .reduce((one, next) ->
                                new AuditVerified(one.checked() + next.checked(), next.firstBroken(), next.head()))
                        .defaultIfEmpty(new AuditVerified(0, null, null)))
                .flatMap(found -> found.intact() ? unchained(from, until, found) : Mono.just(found))
                .flatMap(found -> heads.compare().map(found::with).defaultIfEmpty(found));
    }

    private Flux<Sealed> sealed(Instant from, Instant until) {
        return database.sql("""
                        select s.position, s.entry_id, s.hash, s.sealed_at, s.signature, l.hash as linked,
                               coalesce((select max(b.position) from audit_seal b where b.position < s.position), 0)
                                   as after
                        from audit_seal s left join audit_link l on l.position = s.position
                        where s.sealed_at >= :from and s.sealed_at < :until
                        order by s.position
                        """)
                .bind("from", from)
                .bind("until", until)
                .map(row -> new Sealed(
                        Seal.of(row),
                        required(row, "after", Long.class),
                        required(row, "signature", byte[].class),
                        row.get("linked", byte[].class)))
                .all();
    }

    private Mono<AuditVerified> links(List<Sealed> seals) {
        Sealed last = seals.get(seals.size() - 1);
        return database.sql(BROKEN)
                .bind("after", seals.get(0).after())
                .bind("until", last.seal().position())
                .map(row -> {
                    Long[] broken = row.get("broken", Long[].class);
                    long checked = required(row, "checked", Long.class);
                    return new AuditVerified(
                            checked,
                            first(seals, checked, broken),
                            HexFormat.of().formatHex(last.seal().hash()));
                })
                .one();
    }

    private @Nullable Long first(List<Sealed> seals, long checked, Long @Nullable [] broken) {
        for (Sealed sealed : seals) {
            Seal seal = sealed.seal();
            if (broken != null && broken[0] <= seal.position()) {
                return broken[1];
            }
            if (!Arrays.equals(seal.hash(), sealed.linked())
                    || !signatures.verify(sealed.signature(), seal.content())) {
                return seal.entry();
            }
        }
        Seal last = seals.get(seals.size() - 1).seal();
        return checked == last.position() - seals.get(0).after() ? null : Long.valueOf(last.entry());
    }

    /** Links and entries that no seal covers are not ours: the relay makes a link and its seal in one transaction. */
    private Mono<AuditVerified> unchained(Instant from, Instant until, AuditVerified found) {
        return database.sql("""
                        select least(
                            (select min(e.id) from audit_entry e
                             where e.at >= :from and e.at < :until
                               and not exists (select from audit_link l where l.entry_id = e.id)
                               and not exists (select from audit_pending p where p.entry_id = e.id)),
                            (select min(l.entry_id) from audit_link l
                             where l.position > (select coalesce(max(s.position), 0) from audit_seal s))) as entry
                        """)
                .bind("from", from)
                .bind("until", until)
                .map(row -> new AuditVerified(found.checked(), row.get("entry", Long.class), found.head()))
                .one();
    }
}
