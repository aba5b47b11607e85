package org.doorstep.family;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of those who may collect a child and of those who may not, as the child's family sees and changes them. */
@Repository
class Collectors {

    static final int MAX_OF_CHILD = 20;

    private final DatabaseClient database;
    private final FieldEncryption encryption;
    private final PersonIndex index;

    Collectors(DatabaseClient database, FieldEncryption encryption, PersonIndex index) {
        this.database = database;
        this.encryption = encryption;
        this.index = index;
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

    /** False when the list is full. */
    Mono<Boolean> add(UUID person, UUID child, UUID id, AddCollectorInput input) {
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
                .bind("max", MAX_OF_CHILD)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** False when the list is full. */
    Mono<Boolean> bar(UUID person, UUID child, UUID id, BarPersonInput input) {
        String phone = input.phone() == null ? null : input.phone().strip();
        String note = input.note() == null || input.note().isBlank() ? null : input.note();
        return database.sql("""
                        insert into barred_person (id, child_id, name, name_index, phone, phone_index, note, barred_by,
                                                   index_version)
                        select :id, :child, :name, :name_index, :phone, :phone_index, :note, :person, :version
                        where (select count(*) from barred_person where child_id = :child and lifted_at is null) < :max
                        """)
                .bind("id", id)
                .bind("child", child)
                .bind("name", encryption.encrypt(input.name().strip(), BarredPerson.nameContext(id)))
                .bind("name_index", index.ofName(child, input.name()))
                .bind(
                        "phone",
                        Parameter.fromOrEmpty(
                                phone == null ? null : encryption.encrypt(phone, BarredPerson.phoneContext(id)),
                                byte[].class))
                .bind("phone_index", Parameter.fromOrEmpty(index.ofPhone(child, phone), byte[].class))
                .bind(
                        "note",
                        Parameter.fromOrEmpty(
                                note == null ? null : encryption.encrypt(note.strip(), BarredPerson.noteContext(id)),
                                byte[].class))
                .bind("person", person)
                .bind("version", PersonIndex.VERSION)
                .bind("max", MAX_OF_CHILD)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** False when the person's family has no such collector on a list. */
    Mono<Boolean> remove(UUID person, UUID id) {
        return end(
                "update collector t set removed_by = :person, removed_at = now()", "t.removed_at is null", person, id);
    }

    /** False when the person's family has no such bar in force. */
    Mono<Boolean> lift(UUID person, UUID id) {
        return end(
                "update barred_person t set lifted_by = :person, lifted_at = now()", "t.lifted_at is null", person, id);
    }

    private Mono<Boolean> end(String update, String inForce, UUID person, UUID id) {
        return database.sql(update + " from child c where t.id = :id and c.id = t.child_id and " + inForce + " and "
                        + Families.ofPerson("c.family_id"))
                .bind("id", id)
                .bind("person", person)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
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
        Map<UUID, List<T>> byChild = new HashMap<>();
        children.forEach(child -> byChild.put(child, new ArrayList<>()));
        return database.sql("select t.child_id, " + plan.columns() + " from " + plan.from()
                        + " join child c on c.id = t.child_id where t.child_id = any(:children) and " + inForce
                        + " and " + Families.ofPerson("c.family_id") + " order by t.child_id, t.id")
                .bind("children", children.toArray(UUID[]::new))
                .bind("person", person)
                .map(row -> Objects.requireNonNull(byChild.get(row.get(0, UUID.class)))
                        .add(plan.read(row, 1)))
                .all()
                .then(Mono.just(byChild));
    }
}
