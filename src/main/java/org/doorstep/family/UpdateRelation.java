package org.doorstep.family;

import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says what a guardian is to the children of the family. */
@Component
class UpdateRelation {

    /** What the guardian is to the children is known. */
    record RelationUpdated(GuardianRelation relation) {}

    record Input(GuardianRelation relation) {}

    private final DatabaseClient database;
    private final Transactions transactions;

    UpdateRelation(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** Fails with {@link Refused} for a person without a family. */
    Mono<RelationUpdated> update(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        return transactions.writeStatement(database.sql("""
                        update family_guardian set relation = :relation::guardian_relation where person_id = :person
                        """)
                .bind("relation", input.relation().name())
                .bind("person", person)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1
                        ? Mono.just(new RelationUpdated(input.relation()))
                        : Mono.error(() -> new Refused(new NotFound(Caller.PERSON.encode(person))))));
    }

    Mono<GuardianRelation> of(UUID person) {
        return database.sql("select relation::text from family_guardian where person_id = :person")
                .bind("person", person)
                .mapValue(String.class)
                .one()
                .map(GuardianRelation::valueOf);
    }
}
