package org.doorstep.family;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of children, as their own family may see and change them. */
@Repository
class Children {

    static final int MAX_OF_FAMILY = 20;

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    Children(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    Mono<Child> find(UUID person, UUID id, Selection selection) {
        Plan<Child> plan = Child.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :id and " + Families.ofPerson("t.family_id"))
                .bind("id", id)
                .bind("person", person)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<List<Child>> ofPerson(UUID person, Selection selection) {
        Plan<Child> plan = Child.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where " + Families.ofPerson("t.family_id")
                        + " order by t.birth_date, t.id limit " + MAX_OF_FAMILY)
                .bind("person", person)
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    /**
     * Lets the changes to a person's family wait for each other, until the transaction ends. The lock is the weaker one,
     * since every row that refers to the person holds a share of the stronger.
     */
    Mono<Void> lockFamilyOf(UUID person) {
        return database.sql("select id from person where id = :person for no key update")
                .bind("person", person)
                .then();
    }

    /** Adds a child, and the family with the first one; false when the family is complete. */
    Mono<Boolean> add(UUID person, UUID child, AddChild.Input input) {
        return database.sql("""
                        with existing as (
                            select family_id from family_guardian where person_id = :person
                        ), founded as (
                            insert into family (id) select :family where not exists (select from existing)
                            returning id as family_id
                        ), guardian as (
                            insert into family_guardian (family_id, person_id, relation)
                            select family_id, :person, coalesce(:relation, 'OTHER')::guardian_relation from founded
                        ), home as (
                            select family_id from existing union all select family_id from founded
                        )
                        insert into child (id, family_id, birth_date, nickname, notes, changed_by)
                        select :child, family_id, :birth_date, :nickname, :notes, :person from home
                        where (select count(*) from child c where c.family_id = home.family_id) < :max
                        """)
                .bind("person", person)
                .bind("family", IdType.next())
                .bind(
                        "relation",
                        Parameter.fromOrEmpty(
                                input.relation() == null
                                        ? null
                                        : input.relation().name(),
                                String.class))
                .bind("child", child)
                .bind("birth_date", input.birthDate())
                .bind("nickname", encryption.encrypt(input.nickname().strip(), Child.nicknameContext(child)))
                .bind("notes", Parameter.fromOrEmpty(notes(child, input.notes()), byte[].class))
                .bind("max", MAX_OF_FAMILY)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Changes what the input says; false when there is no such child in the person's family. */
    Mono<Boolean> update(UUID person, UUID child, UpdateChild.Input input) {
        String nickname = input.nickname();
        return database.sql("""
                        update child t
                        set nickname = coalesce(:nickname, nickname),
                            birth_date = coalesce(:birth_date, birth_date),
                            notes = case when :change_notes then :notes else notes end,
                            changed_by = :person
                        where t.id = :child and """ + " " + Families.ofPerson("t.family_id"))
                .bind("person", person)
                .bind("child", child)
                .bind(
                        "nickname",
                        Parameter.fromOrEmpty(
                                nickname == null
                                        ? null
                                        : encryption.encrypt(nickname.strip(), Child.nicknameContext(child)),
                                byte[].class))
                .bind("birth_date", Parameter.fromOrEmpty(input.birthDate(), LocalDate.class))
                .bind("change_notes", !input.notes().isOmitted())
                .bind("notes", Parameter.fromOrEmpty(notes(child, input.notes().value()), byte[].class))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private byte @Nullable [] notes(UUID child, @Nullable String notes) {
        return notes == null || notes.isBlank() ? null : encryption.encrypt(notes.strip(), Child.notesContext(child));
    }
}
