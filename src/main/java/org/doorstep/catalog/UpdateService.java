package org.doorstep.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.catalog.CatalogRefusal.NameTaken;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes a service of the catalogue, for the federation. */
@Component
class UpdateService {

    /** Changes to a service; what is omitted stays as it is. */
    record Input(
            String serviceId,
            ArgumentValue<String> name,
            ArgumentValue<String> nameEn,
            ArgumentValue<String> description,
            ArgumentValue<Boolean> basic,
            ArgumentValue<Integer> position,
            ArgumentValue<Boolean> retired) {

        void check() {
            InputCheck check = new InputCheck();
            mayNotBeNull(check, "name", name);
            mayNotBeNull(check, "description", description);
            mayNotBeNull(check, "basic", basic);
            mayNotBeNull(check, "position", position);
            mayNotBeNull(check, "retired", retired);
            ServiceTexts.check(check, name.value(), nameEn.value(), description.value());
            check.orRefuse();
        }

        private static void mayNotBeNull(InputCheck check, String field, ArgumentValue<?> value) {
            check.that(value.isOmitted() || value.isPresent(), field, "required");
        }
    }

    /** The service has changed. */
    record ServiceUpdated(Service service) {}

    /** A column, the SQL of its new value, and the parameter in it, named as the column. */
    private record Change(String column, String sql, Parameter value) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Services services;

    UpdateService(DatabaseClient database, Transactions transactions, Services services) {
        this.database = database;
        this.transactions = transactions;
        this.services = services;
    }

    Mono<ServiceUpdated> update(Caller caller, Input input, Selection selection) {
        caller.require(Role.FEDERATION, Role.ADMIN);
        UUID id = Service.ID.decode(input.serviceId());
        input.check();
        return write(id, input)
                .then(Mono.defer(() -> services.find(id, selection)))
                .map(ServiceUpdated::new)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.serviceId()))));
    }

    private Mono<Long> write(UUID id, Input input) {
        List<Change> changes = Stream.of(
                        change("name", ":name", stripped(input.name()), String.class),
                        change("name_en", ":name_en", stripped(input.nameEn()), String.class),
                        change("description", ":description", stripped(input.description()), String.class),
                        change("basic", ":basic", input.basic(), Boolean.class),
                        change("position", ":position", input.position(), Integer.class),
                        // a service that is retired again keeps the day it was retired
                        change(
                                "retired_at",
                                "case when :retired_at then coalesce(retired_at, now()) end",
                                input.retired(),
                                Boolean.class))
                .flatMap(Optional::stream)
                .toList();
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        String assignments = changes.stream()
                .map(change -> change.column() + " = " + change.sql())
                .collect(Collectors.joining(", "));
        DatabaseClient.GenericExecuteSpec statement = database.sql(
                        "update service set " + assignments + " where id = :id")
                .bind("id", id);
        for (Change change : changes) {
            statement = statement.bind(change.column(), change.value());
        }
        return transactions
                .writeStatement(statement.fetch().rowsUpdated())
                .onErrorMap(DuplicateKeyException.class, taken -> new Refused(new NameTaken()));
    }

    private static <T> Optional<Change> change(String column, String sql, ArgumentValue<T> value, Class<T> type) {
        return value.isOmitted()
                ? Optional.empty()
                : Optional.of(new Change(column, sql, Parameter.fromOrEmpty(value.value(), type)));
    }

    private static ArgumentValue<String> stripped(ArgumentValue<String> text) {
        @Nullable String value = text.value();
        return value == null ? text : ArgumentValue.ofNullable(value.strip());
    }
}
