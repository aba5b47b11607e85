package org.doorstep.family;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of consents and of the texts they are given to. */
@Repository
class Consents {

    /** What a guardian consents to. */
    record ConsentInput(ConsentPurpose purpose, int version) {}

    /** A text that guardians consent to. */
    record ConsentPolicy(ConsentPurpose purpose, int version, String title, String body, Instant effectiveFrom) {}

    private final DatabaseClient database;

    Consents(DatabaseClient database) {
        this.database = database;
    }

    /** The version in force of each purpose. */
    Flux<ConsentPolicy> policies() {
        return database.sql("""
                        select distinct on (p.purpose) p.purpose::text, version, title, body, effective_from
                        from consent_policy p where effective_from <= now()
                        order by p.purpose, version desc
                        """)
                .map(row -> new ConsentPolicy(
                        ConsentPurpose.valueOf(required(row, 0, String.class)),
                        required(row, 1, Integer.class),
                        required(row, 2, String.class),
                        required(row, 3, String.class),
                        required(row, 4, Instant.class)))
                .all();
    }

    /**
     * Gives consents to the versions in force for a child. A consent that is in force already is ended and given anew,
     * so that the record keeps both. Gives the ids of the new ones, fewer than asked for when a version is not in force.
     */
    Mono<List<UUID>> give(UUID person, UUID child, List<ConsentInput> consents) {
        if (consents.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql("""
                        with wanted as (
                            select w.id, w.purpose::consent_purpose as purpose, w.version
                            from unnest(:ids, :purposes, :versions) w(id, purpose, version)
                            where w.version = (
                                select max(p.version) from consent_policy p
                                where p.purpose = w.purpose::consent_purpose and p.effective_from <= now())
                        ), ended as (
                            -- given by a request that began later, and was not the one to wait
                            update consent c set withdrawn_by = :person, withdrawn_at = greatest(now(), c.given_at)
                            from wanted w
                            where c.child_id = :child and c.purpose = w.purpose and c.withdrawn_at is null
                            returning c.purpose, c.withdrawn_at
                        )
                        insert into consent (id, child_id, purpose, version, given_by, given_at)
                        select w.id, :child, w.purpose, w.version, :person, coalesce(e.withdrawn_at, now())
                        from wanted w left join ended e on e.purpose = w.purpose
                        returning id
                        """)
                .bind("person", person)
                .bind("child", child)
                .bind("ids", consents.stream().map(consent -> IdType.next()).toArray(UUID[]::new))
                .bind(
                        "purposes",
                        consents.stream()
                                .map(consent -> consent.purpose().name())
                                .toArray(String[]::new))
                .bind("versions", consents.stream().map(ConsentInput::version).toArray(Integer[]::new))
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    Mono<Integer> currentVersion(ConsentPurpose purpose) {
        return database.sql("""
                        select max(version) from consent_policy
                        where purpose = :purpose::consent_purpose and effective_from <= now()
                        """)
                .bind("purpose", purpose.name())
                .mapValue(Integer.class)
                .one();
    }

    /** Takes a consent back; empty when none is in force for such a child of the person's family. */
    Mono<UUID> withdraw(UUID person, UUID child, ConsentPurpose purpose) {
        return database.sql("""
                        update consent t set withdrawn_by = :person, withdrawn_at = greatest(now(), t.given_at)
                        from child c
                        where t.child_id = :child and t.purpose = :purpose::consent_purpose and t.withdrawn_at is null
                          and c.id = t.child_id and """ + " " + Families.ofPerson("c.family_id") + " returning t.id")
                .bind("person", person)
                .bind("child", child)
                .bind("purpose", purpose.name())
                .mapValue(UUID.class)
                .one();
    }

    Mono<Consent> find(UUID person, UUID id, Selection selection) {
        Plan<Consent> plan = Consent.PROJECTION.plan(selection);
        return database.sql(plan.select() + "join child c on c.id = t.child_id where t.id = :id and "
                        + Families.ofPerson("c.family_id"))
                .bind("id", id)
                .bind("person", person)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Map<UUID, List<Consent>>> inForce(Collection<UUID> children, Selection selection) {
        Plan<Consent> plan = Consent.PROJECTION.plan(selection);
        return ByOwner.read(
                children,
                database.sql("select t.child_id, " + plan.columns() + " from " + plan.from()
                        + " where t.child_id = any(:owners) and t.withdrawn_at is null"
                        + " order by t.child_id, t.purpose"),
                row -> plan.read(row, 1));
    }
}
