package org.doorstep.privacy;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.RoleGrants;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.privacy.PrivacyRefusal.ChildPresent;
import org.doorstep.privacy.PrivacyRefusal.RolesHeld;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends an account, with the children whose only guardian the person is. Doing it twice changes nothing more. */
@Component
class DeleteMyAccount {

    /** The end of an account. */
    record Input(boolean confirmed) {}

    /** What identified the person is gone, and so are the children whose only guardian it was. */
    record AccountDeleted(LocalDate keptUntil) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final RetentionProperties retention;
    private final RoleGrants roles;

    DeleteMyAccount(
            DatabaseClient database, Transactions transactions, RetentionProperties retention, RoleGrants roles) {
        this.database = database;
        this.transactions = transactions;
        this.retention = retention;
        this.roles = roles;
    }

    /** Fails with {@link Refused}, and has changed nothing then. */
    Mono<AccountDeleted> delete(Caller caller, Input input) {
        UUID person = caller.personId();
        if (!input.confirmed()) {
            return Mono.error(() -> new Refused(InvalidInput.of("confirmed", "confirm")));
        }
        return transactions
                .write(database.sql("select refusal, kept_until from erase_account(:person, :keep::interval)")
                        .bind("person", person)
                        .bind("keep", retention.custody().toString())
                        .map(DeleteMyAccount::deletedOrRefused)
                        .one())
                .doOnNext(deleted -> roles.forget(person));
    }

    private static AccountDeleted deletedOrRefused(Readable row) {
        String refusal = row.get("refusal", String.class);
        if (refusal != null) {
            throw new Refused(refusal.equals("CHILD_PRESENT") ? new ChildPresent() : new RolesHeld());
        }
        return new AccountDeleted(required(row, "kept_until", LocalDate.class));
    }
}
