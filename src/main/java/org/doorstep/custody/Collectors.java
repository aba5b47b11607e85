package org.doorstep.custody;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.custody.CustodyRefusal.CollectorListFull;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of those who may collect a child and of those who may not, as the child's family sees and changes them. */
@Repository
class Collectors {

    static final int MAX_OF_CHILD = 20;

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final Transactions transactions;

    Collectors(DatabaseClient database, IdempotencyKeys keys, Transactions transactions) {
        this.database = database;
        this.keys = keys;
        this.transactions = transactions;
    }

    /** Lets changes to a child's lists wait for each other; false when it is no child of the person's family. */
    Mono<Boolean> lockChild(UUID person, UUID child) {
        return database.sql("select t.id from child t where t.id = :child and " + Families.ofPerson("t.family_id")
                        + " for no key update of t")
                .bind("child", child)
                .bind("person", person)
                .mapValue(UUID.class)
                .one()
                .hasElement();
    }

    /**
     * Writes a row of a child's lists, once for each key; gives its id. Fails with {@link Refused} when the child is not of
     * the person's family, or when {@code insert} gives false, since the list is full.
     */
    Mono<UUID> enter(
            UUID person, UUID key, String operation, Object input, UUID child, Function<UUID, Mono<Boolean>> insert) {
        Mono<List<UUID>> work = Mono.defer(() -> {
            UUID id = IdType.next();
            return lockChild(person, child)
                    .flatMap(found -> found
                            ? insert.apply(id)
                            : Mono.error(() -> new Refused(new NotFound(Child.ID.encode(child)))))
                    .flatMap(added ->
                            added ? Mono.just(List.of(id)) : Mono.error(() -> new Refused(new CollectorListFull())));
        });
        return keys.once(person, key, operation, input, work).map(ids -> ids.get(0));
    }

    /** Ends the row of a child of the person's family that is in force; fails with {@link Refused} when there is none. */
    Mono<Void> end(String update, String inForce, UUID person, UUID id, String clientId) {
        return transactions.writeStatement(database.sql(
                        update + " from child c where t.id = :id and c.id = t.child_id and " + inForce + " and "
                                + Families.ofPerson("c.family_id"))
                .bind("id", id)
                .bind("person", person)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(() -> new Refused(new NotFound(clientId)))));
    }

    Mono<Collector> collector(UUID id, Selection selection) {
        return one(Collector.PROJECTION, id, selection);
    }

    Mono<BarredPerson> barredPerson(UUID id, Selection selection) {
        return one(BarredPerson.PROJECTION, id, selection);
    }

    private <T> Mono<T> one(Projection<T> projection, UUID id, Selection selection) {
        Plan<T> plan = projection.plan(selection);
        return database.sql(plan.select() + "where t.id = :id")
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    /** Those on the lists of children of the person's family. */
    Mono<Map<UUID, List<Collector>>> listed(Collection<UUID> children, UUID person, Selection selection) {
        return ofChildren(Collector.PROJECTION, "t.removed_at is null", children, person, selection);
    }

    Mono<Map<UUID, List<BarredPerson>>> barred(Collection<UUID> children, UUID person, Selection selection) {
        return ofChildren(BarredPerson.PROJECTION, "t.lifted_at is null", children, person, selection);
    }

    private <T> Mono<Map<UUID, List<T>>> ofChildren(
            Projection<T> projection, String inForce, Collection<UUID> children, UUID person, Selection selection) {
        Plan<T> plan = projection.plan(selection);
        return ByOwner.read(
                children,
                database.sql("select t.child_id, " + plan.columns() + " from " + plan.from()
                                + " join child c on c.id = t.child_id where t.child_id = any(:owners) and " + inForce
                                + " and " + Families.ofPerson("c.family_id") + " order by t.child_id, t.id")
                        .bind("person", person),
                row -> plan.read(row, 1));
    }
}
