package org.doorstep.catalog;

import java.util.UUID;
import org.doorstep.catalog.CatalogRefusal.NameTaken;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Adds a service to the catalogue, for the federation. */
@Component
class AddService {

    /** A service to add. */
    record Input(String code, String name, @Nullable String nameEn, String description, boolean basic, int position) {

        void check() {
            InputCheck check = new InputCheck().code(code, "code");
            ServiceTexts.check(check, name, nameEn, description);
            check.orRefuse();
        }
    }

    /** The service stands in the catalogue. */
    record ServiceAdded(Service service) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Services services;

    AddService(DatabaseClient database, Transactions transactions, Services services) {
        this.database = database;
        this.transactions = transactions;
        this.services = services;
    }

    Mono<ServiceAdded> add(Caller caller, Input input, Selection selection) {
        caller.require(Role.FEDERATION, Role.ADMIN);
        input.check();
        return transactions
                .writeStatement(insert(IdType.next(), input))
                .switchIfEmpty(Mono.error(() -> new Refused(new NameTaken())))
                .flatMap(id -> services.find(id, selection))
                .map(ServiceAdded::new);
    }

    private Mono<UUID> insert(UUID id, Input input) {
        String nameEn = input.nameEn();
        return database.sql("""
                        insert into service (id, code, name, name_en, description, basic, position)
                        values (:id, :code, :name, :nameEn, :description, :basic, :position)
                        on conflict do nothing
                        returning id
                        """)
                .bind("id", id)
                .bind("code", input.code())
                .bind("name", input.name().strip())
                .bind("nameEn", Parameter.fromOrEmpty(nameEn == null ? null : nameEn.strip(), String.class))
                .bind("description", input.description().strip())
                .bind("basic", input.basic())
                .bind("position", input.position())
                .mapValue(UUID.class)
                .one();
    }
}
