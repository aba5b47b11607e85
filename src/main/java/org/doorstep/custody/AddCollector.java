package org.doorstep.custody;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lists somebody who may collect a child, once for each key. */
@Component
class AddCollector {

    /** Someone who may collect a child. */
    record Input(
            UUID idempotencyKey,
            String childId,
            String name,
            String phone,
            CollectorRelation relation,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil) {}

    /** The collector is on the list. */
    record CollectorAdded(Collector collector) {}

    private final DatabaseClient database;
    private final FieldEncryption encryption;
    private final PersonIndex index;
    private final Collectors collectors;

    AddCollector(DatabaseClient database, FieldEncryption encryption, PersonIndex index, Collectors collectors) {
        this.database = database;
        this.encryption = encryption;
        this.index = index;
        this.collectors = collectors;
    }

    Mono<CollectorAdded> add(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        check(input);
        UUID person = caller.personId();
        UUID child = Child.ID.decode(input.childId());
        return collectors
                .enter(
                        person,
                        input.idempotencyKey(),
                        "addCollector",
                        input,
                        child,
                        id -> insert(person, child, id, input))
                .flatMap(id -> collectors.collector(id, selection))
                .map(CollectorAdded::new);
    }

    private static void check(Input input) {
        CollectorDetails.check(input.name(), input.phone(), null)
                .that(
                        input.validFrom() == null
                                || input.validUntil() == null
                                || !input.validUntil().isBefore(input.validFrom()),
                        "validUntil",
                        "order",
                        "validFrom")
                .orRefuse();
    }

    /** False when the list is full. */
    private Mono<Boolean> insert(UUID person, UUID child, UUID id, Input input) {
        String phone = input.phone().strip();
        return database.sql("""
                        insert into collector (id, child_id, name, name_index, phone, phone_index, relation, valid_from,
                                               valid_until, added_by, index_version)
                        select :id, :child, :name, :name_index, :phone, :phone_index, :relation::collector_relation,
                               coalesce(:valid_from, (now() at time zone 'Asia/Shanghai')::date), :valid_until, :person,
                               :version
                        where (select count(*) from collector where child_id = :child and removed_at is null) < :max
                        """)
                .bind("id", id)
                .bind("child", child)
                .bind("name", encryption.encrypt(input.name().strip(), Collector.nameContext(id)))
                .bind("name_index", index.ofName(child, input.name()))
                .bind("phone", encryption.encrypt(phone, Collector.phoneContext(id)))
                .bind("phone_index", Objects.requireNonNull(index.ofPhone(child, phone)))
                .bind("relation", input.relation().name())
                .bind("valid_from", Parameter.fromOrEmpty(input.validFrom(), LocalDate.class))
                .bind("valid_until", Parameter.fromOrEmpty(input.validUntil(), LocalDate.class))
                .bind("person", person)
                .bind("version", PersonIndex.VERSION)
                .bind("max", Collectors.MAX_OF_CHILD)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
