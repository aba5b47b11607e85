package org.doorstep.privacy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.privacy.PrivacyRefusal.ChildPresent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends what is kept of a child: what identifies it at once, the rest on a day that is said. */
@Component
class DeleteChild {

    /** A child to delete. */
    record Input(String childId) {}

    /** What identified the child is gone. */
    record ChildDeleted(String childId, LocalDate keptUntil) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final RetentionProperties retention;

    DeleteChild(DatabaseClient database, Transactions transactions, RetentionProperties retention) {
        this.database = database;
        this.transactions = transactions;
        this.retention = retention;
    }

    /** Fails with {@link Refused}, and has changed nothing then. */
    Mono<ChildDeleted> delete(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        UUID child = Child.ID.decode(input.childId());
        return transactions.write(database.sql("select erase_child(c.id, :person, :keep::interval) from child c "
                        + "where c.id = :child and " + Families.ofPerson("c.family_id"))
                .bind("person", caller.personId())
                .bind("child", child)
                .bind("keep", retention.custody().toString())
                .map(row -> Optional.ofNullable(row.get(0, LocalDate.class)))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.childId()))))
                .map(until ->
                        new ChildDeleted(input.childId(), until.orElseThrow(() -> new Refused(new ChildPresent())))));
    }
}
