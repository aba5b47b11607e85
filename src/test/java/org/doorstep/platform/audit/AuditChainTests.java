package org.doorstep.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.crypto.Signatures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has a database of its own, since it tampers with the record as a superuser could; each test puts it right again. */
@DoorstepTest(properties = "doorstep.test=audit-chain")
class AuditChainTests {

    @Autowired
    AuditChain chain;

    @Autowired
    AuditVerification verification;

    @Autowired
    Signatures signatures;

    @Autowired
    DatabaseClient database;

    private List<Long> entries = List.of();

    @BeforeEach
    void fiveEntriesAreChained() {
        entries = Objects.requireNonNull(
                database.sql("""
                        insert into audit_entry (action, reason) select 'CHILD_SEEN', 'ROSTER' from generate_series(1, 5)
                        returning id
                        """).mapValue(Long.class).all().collectList().block());
        sealAll();
    }

    @Test
    void an_untouched_record_is_intact() {
        AuditVerified found = verify();

        assertThat(found.firstBroken()).isNull();
        assertThat(found.checked()).isEqualTo(number("select count(*) from audit_link"));
        assertThat(found.head()).hasSize(64);
    }

    @Test
    void entries_can_only_be_added() {
        for (String sql : List.of(
                "update audit_entry set actor = null",
                "delete from audit_entry",
                "truncate audit_entry",
                "update audit_link set hash = hash",
                "delete from audit_link",
                "delete from audit_seal",
                "truncate audit_seal",
                "update audit_seal set sealed_at = now()")) {
            assertThatThrownBy(() -> run(sql)).as(sql).hasMessageContaining("is append-only");
        }
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void a_changed_entry_is_found() {
        tamper("update audit_entry set reason = 'DEPARTURE' where id = " + entries.get(2));

        assertThat(verify().firstBroken()).isEqualTo(entries.get(2));

        tamper("update audit_entry set reason = 'ROSTER' where id = " + entries.get(2));
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void a_removed_entry_is_found() {
        tamper("create table kept as select * from audit_entry where id = " + entries.get(3));
        tamper("delete from audit_entry where id = " + entries.get(3));

        assertThat(verify().firstBroken()).isEqualTo(entries.get(3));

        tamper("insert into audit_entry overriding system value select * from kept");
        tamper("drop table kept");
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void a_record_that_was_cut_off_is_found_by_its_seal() {
        long last = entries.get(4);
        tamper("create table kept as select * from audit_link where entry_id = " + last);
        tamper("create table entry_kept as select * from audit_entry where id = " + last);
        tamper("delete from audit_link where entry_id = " + last);
        tamper("delete from audit_entry where id = " + last);

        assertThat(verify().firstBroken()).isEqualTo(last);

        tamper("insert into audit_entry overriding system value select * from entry_kept");
        tamper("insert into audit_link select * from kept");
        tamper("drop table kept, entry_kept");
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void a_chain_computed_anew_lacks_the_signature() {
        String rewritten = """
                update audit_%1$s x set hash = sha256(p.hash || audit_content(e))
                from audit_link p join audit_entry e on e.id = %2$d
                where x.entry_id = %2$d and p.position = x.position - 1
                """;
        long last = entries.get(4);
        tamper("update audit_entry set reason = 'DEPARTURE' where id = " + last);
        tamper(rewritten.formatted("link", last));
        tamper(rewritten.formatted("seal", last));

        assertThat(verify().firstBroken()).isEqualTo(last);

        tamper("update audit_entry set reason = 'ROSTER' where id = " + last);
        tamper(rewritten.formatted("link", last));
        tamper(rewritten.formatted("seal", last));
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void an_entry_that_escaped_the_chain_is_found() {
        tamper("insert into audit_entry (action) values ('CHILD_SEEN')");
        long hidden = number("select max(id) from audit_entry");

        assertThat(verify().firstBroken()).isEqualTo(hidden);

        run("insert into audit_pending values (" + hidden + ")");
        sealAll();
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void writers_at_once_are_chained_each_entry_once() {
        long before = number("select count(*) from audit_link");

        Flux.range(0, 200)
                .flatMap(
                        i -> database.sql("insert into audit_entry (action) values ('CHILD_SEEN')")
                                .then()
                                .then(i % 20 == 0 ? chain.extend() : Mono.empty()),
                        8)
                .blockLast();
        sealAll();

        assertThat(number("select count(*) from audit_link")).isEqualTo(before + 200);
        assertThat(verify().firstBroken()).isNull();
    }

    @Test
    void entries_past_their_time_may_go_and_later_ones_may_not() {
        run(
                "insert into audit_entry (at, action) select now() - interval '3 years 2 days', 'CHILD_SEEN' from generate_series(1, 3)");
        sealAll();
        backdateTheLastSeal();
        String old = "audit_entry where at < now() - interval '3 years'";
        assertThat(number("select count(*) from " + old)).isEqualTo(3);

        run("delete from " + old);

        assertThat(verify().firstBroken()).isNull();
        fiveEntriesAreChained();
        tamper("create table kept as select * from audit_entry where id = " + entries.get(0));
        tamper("delete from audit_entry where id = " + entries.get(0));
        assertThat(verify().firstBroken()).isEqualTo(entries.get(0));
        tamper("insert into audit_entry overriding system value select * from kept");
        tamper("drop table kept");
        assertThat(verify().firstBroken()).isNull();
    }

    private void backdateTheLastSeal() {
        Seal last = Objects.requireNonNull(database.sql(
                        "select position, entry_id, hash, sealed_at from audit_seal order by position desc limit 1")
                .map(row -> Seal.of(row))
                .one()
                .block());
        Instant then = Instant.now().minus(Duration.ofDays(3 * 366)).truncatedTo(ChronoUnit.MICROS);
        tables("disable trigger all");
        database.sql("update audit_seal set sealed_at = :at, signature = :signature where position = :position")
                .bind("at", then)
                .bind(
                        "signature",
                        signatures.sign(new Seal(last.position(), last.entry(), last.hash(), then).content()))
                .bind("position", last.position())
                .fetch()
                .rowsUpdated()
                .block();
        tables("enable trigger all");
    }

    private AuditVerified verify() {
        return Objects.requireNonNull(verification
                .verify(Instant.EPOCH, Instant.now().plus(Duration.ofHours(1)))
                .block());
    }

    /** The relay of the server may be at it in the same moment; then this one has nothing to do. */
    private void sealAll() {
        chain.extend()
                .then(database.sql("select count(*) from audit_pending")
                        .mapValue(Long.class)
                        .one())
                .repeat()
                .takeUntil(waiting -> waiting == 0)
                .blockLast(Duration.ofSeconds(10));
    }

    private void tamper(String sql) {
        tables("disable trigger all");
        run(sql);
        tables("enable trigger all");
    }

    private void tables(String change) {
        for (String table : List.of("audit_entry", "audit_link", "audit_seal")) {
            run("alter table " + table + " " + change);
        }
    }

    private long number(String sql) {
        return Objects.requireNonNull(
                database.sql(sql).mapValue(Long.class).one().block());
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
