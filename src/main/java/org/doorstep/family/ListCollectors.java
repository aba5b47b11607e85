package org.doorstep.family;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lists who may collect a child and who may never, once for each key. */
@Component
class ListCollectors {

    private final Collectors collectors;
    private final IdempotencyKeys keys;
    private final Transactions transactions;

    ListCollectors(Collectors collectors, IdempotencyKeys keys, Transactions transactions) {
        this.collectors = collectors;
        this.keys = keys;
        this.transactions = transactions;
    }

    /** The id of the collector; fails with {@link Refused}. */
    Mono<UUID> add(UUID person, AddCollectorInput input) {
        UUID child = Child.ID.decode(input.childId());
        return Mono.defer(() -> {
            CollectorDetails.check(input.name(), input.phone(), null)
                    .that(
                            input.validFrom() == null
                                    || input.validUntil() == null
                                    || !input.validUntil().isBefore(input.validFrom()),
                            "validUntil",
                            "order",
                            "validFrom")
                    .orRefuse();
            return once(
                    person,
                    input.idempotencyKey(),
                    "addCollector",
                    input,
                    child,
                    id -> collectors.add(person, child, id, input));
        });
    }

    /** The id of the bar; fails with {@link Refused}. */
    Mono<UUID> bar(UUID person, BarPersonInput input) {
        UUID child = Child.ID.decode(input.childId());
        return Mono.defer(() -> {
            CollectorDetails.check(input.name(), input.phone(), input.note()).orRefuse();
            return once(
                    person,
                    input.idempotencyKey(),
                    "barPerson",
                    input,
                    child,
                    id -> collectors.bar(person, child, id, input));
        });
    }

    /** Completes when the collector is off the list; fails with {@link Refused}. */
    Mono<Void> remove(UUID person, String collectorId) {
        UUID id = Collector.ID.decode(collectorId);
        return transactions.writeStatement(orNotFound(collectors.remove(person, id), collectorId));
    }

    /** Completes when the bar is lifted; fails with {@link Refused}. */
    Mono<Void> lift(UUID person, String barId) {
        UUID id = BarredPerson.ID.decode(barId);
        return transactions.writeStatement(orNotFound(collectors.lift(person, id), barId));
    }

    private Mono<UUID> once(
            UUID person, UUID key, String operation, Object input, UUID child, Function<UUID, Mono<Boolean>> insert) {
        Mono<List<UUID>> work = Mono.defer(() -> {
            UUID id = IdType.next();
            return orNotFound(collectors.lockChild(person, child), Child.ID.encode(child))
                    .then(Mono.defer(() -> insert.apply(id)))
                    .flatMap(added ->
                            added ? Mono.just(List.of(id)) : Mono.error(() -> new Refused(new CollectorListFull())));
        });
        return keys.once(person, key, operation, input, work).map(ids -> ids.get(0));
    }

    private static Mono<Void> orNotFound(Mono<Boolean> found, String id) {
        return found.flatMap(is -> is ? Mono.empty() : Mono.error(() -> new Refused(new NotFound(id))));
    }
}
