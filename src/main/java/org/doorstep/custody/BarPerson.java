package org.doorstep.custody;

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

/** Lists somebody who may never collect a child, once for each key. */
@Component
class BarPerson {

    /** Someone who may never collect a child. */
    record Input(
            UUID idempotencyKey,
            String childId,
            String name,
            @Nullable String phone,
            @Nullable String note) {}

    /** The person is barred. */
    record PersonBarred(BarredPerson barredPerson) {}

    private final DatabaseClient database;
    private final FieldEncryption encryption;
    private final PersonIndex index;
    private final Collectors collectors;

    BarPerson(DatabaseClient database, FieldEncryption encryption, PersonIndex index, Collectors collectors) {
        this.database = database;
        this.encryption = encryption;
        this.index = index;
        this.collectors = collectors;
    }

    Mono<PersonBarred> bar(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        CollectorDetails.check(input.name(), input.phone(), input.note()).orRefuse();
        UUID person = caller.personId();
        UUID child = Child.ID.decode(input.childId());
        return collectors
                .enter(
                        person,
                        input.idempotencyKey(),
                        "barPerson",
                        input,
                        child,
                        id -> insert(person, child, id, input))
                .flatMap(id -> collectors.barredPerson(id, selection))
                .map(PersonBarred::new);
    }

    /** False when the list is full. */
    private Mono<Boolean> insert(UUID person, UUID child, UUID id, Input input) {
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
                .bind("max", Collectors.MAX_OF_CHILD)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
