package org.doorstep.privacy;

import java.time.Period;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes personal data that was kept as long as it may be, some thousand rows at a time. */
@Component
class ForgetOldData {

    private static final int AT_ONCE = 1_000;

    /** A statement with {@code :keep} and {@code :max} that says in its count of rows whether there may be more. */
    private record Rule(String sql, Period keep) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final RetentionProperties retention;
    private final List<Rule> rules;

    ForgetOldData(DatabaseClient database, Transactions transactions, RetentionProperties retention) {
        this.database = database;
        this.transactions = transactions;
        this.retention = retention;
        this.rules = List.of(
                new Rule("""
                        with due as (
                            select c.id from child c
                            where c.kept_until < (now() at time zone 'Asia/Shanghai')::date and c.forgotten_at is null
                              and :keep::interval is not null
                            order by c.kept_until limit :max for update skip locked
                        ), collectors as (
                            update collector t set name = null, name_index = null, phone = null, phone_index = null
                            from due where t.child_id = due.id
                        ), passes as (
                            update pick_up_pass t set name = null, name_index = null from due where t.child_id = due.id
                        ), consents as (
                            delete from consent t using due where t.child_id = due.id
                        )
                        update child t set forgotten_at = now() from due where t.id = due.id
                        """, retention.custody()),
                new Rule("""
                        update incident i set note = null, note_removed_at = now(), name = null
                        where i.id = any (array(
                            select o.id from incident o
                            where o.resolved_at < now() - :keep::interval and o.note is not null
                            limit :max for update skip locked))
                        """, retention.custody()),
                new Rule("""
                        update pick_up_pass p set name = null, name_index = null
                        where p.id = any (array(
                            select o.id from pick_up_pass o
                            where o.used_at < now() - :keep::interval and o.name is not null
                            limit :max for update skip locked))
                        """, retention.custody()),
                new Rule("""
                        delete from pick_up_pass p
                        where p.id = any (array(
                            select o.id from pick_up_pass o
                            where o.used_at is null and o.day < (now() at time zone 'Asia/Shanghai')::date - :keep::interval
                              and not exists (select from incident i where i.pass_id = o.id)
                            limit :max for update skip locked))
                        """, retention.collectors()),
                new Rule("""
                        delete from collector c
                        where c.id = any (array(
                            select o.id from collector o
                            where o.removed_at < now() - :keep::interval
                              and not exists (select from hand_over h where h.collector_id = o.id)
                              and not exists (select from incident i where i.collector_id = o.id)
                            limit :max for update skip locked))
                        """, retention.collectors()),
                new Rule("""
                        delete from barred_person b
                        where b.id = any (array(
                            select o.id from barred_person o where o.lifted_at < now() - :keep::interval
                            limit :max for update skip locked))
                        """, retention.collectors()),
                new Rule("""
                        delete from waitlist_decision d
                        where d.id = any (array(
                            select o.id from waitlist_decision o where o.decided_at < now() - :keep::interval
                            order by o.id limit :max for update skip locked))
                        """, retention.waitlist()),
                new Rule("""
                        delete from no_show_appeal a
                        where a.id = any (array(
                            select o.id from no_show_appeal o where o.decided_at < now() - :keep::interval
                            limit :max for update skip locked))
                        """, retention.waitlist()),
                new Rule("""
                        update person p set name = null, phone = null
                        where p.id = any (array(
                            select o.id from person o
                            where num_nonnulls(o.name, o.phone) > 0 and o.erased_at is null
                              and o.created_at < now() - :keep::interval
                              and not exists (select from family_guardian g join child c on c.family_id = g.family_id
                                              where g.person_id = o.id)
                              and not exists (select from refresh_family f where f.person_id = o.id)
                              and not exists (select from role_grant r where r.person_id = o.id and r.role <> 'GUARDIAN')
                              and not exists (select from volunteer v where v.person_id = o.id)
                            limit :max for update skip locked))
                        """, retention.inactiveFamilies()),
                new Rule("""
                        delete from message m
                        where m.id = any (array(
                            select o.id from message o where o.created_at < now() - :keep::interval
                            limit :max for update skip locked))
                        """, retention.messages()));
    }

    @Scheduled(initialDelay = 1, fixedDelay = 24, timeUnit = TimeUnit.HOURS)
    Mono<Void> keepUp() {
        return Chores.chore("Forgetting old data", forget());
    }

    Mono<Void> forget() {
        return Flux.fromIterable(rules)
                .concatMap(this::apply)
                .then(auditEntries())
                .then(forgetInactive());
    }

    private Mono<Void> apply(Rule rule) {
        return batch(rule)
                .expand(rows -> rows == AT_ONCE ? batch(rule) : Mono.empty())
                .then();
    }

    private Mono<Long> batch(Rule rule) {
        return transactions.writeStatement(database.sql(rule.sql())
                .bind("keep", rule.keep().toString())
                .bind("max", AT_ONCE)
                .fetch()
                .rowsUpdated());
    }

    /** The links and the seals stay: they show that what was removed was old. */
    private Mono<Void> auditEntries() {
        Mono<Long> batch =
                transactions.writeStatement(database.sql("select forget_audit_entries(:keep::interval, :max)")
                        .bind("keep", retention.audit().toString())
                        .bind("max", AT_ONCE)
                        .mapValue(Long.class)
                        .one());
        return batch.expand(rows -> rows == AT_ONCE ? batch : Mono.empty()).then();
    }

    /** Children of families that have not been seen for long, each in a transaction of its own. */
    private Mono<Void> forgetInactive() {
        return database.sql("""
                        select c.id
                        from child c
                        where c.erased_at is null and not c.sample and c.created_at < now() - :keep::interval
                          and not exists (select from booking b where b.child_id = c.id
                                          and (b.created_at > now() - :keep::interval or upper(b.period) > now() - :keep::interval))
                          and not exists (select from consent t
                                          where t.child_id = c.id and t.given_at > now() - :keep::interval)
                          and not exists (select from family_guardian g join refresh_family f on f.person_id = g.person_id
                                          where g.family_id = c.family_id)
                        limit :max
                        """)
                .bind("keep", retention.inactiveFamilies().toString())
                .bind("max", AT_ONCE)
                .mapValue(UUID.class)
                .all()
                .concatMap(child -> transactions.write(database.sql("select erase_child(:child, null, :keep::interval)")
                        .bind("child", child)
                        .bind("keep", retention.custody().toString())
                        .fetch()
                        .first()))
                .then();
    }
}
