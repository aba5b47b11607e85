package org.doorstep.funding;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who may change funding: the federation of a project's county, or of an area that contains it, and administrators. */
@Component
class FundingRights {

    private final DatabaseClient database;

    FundingRights(DatabaseClient database) {
        this.database = database;
    }

    /** Ends in a fault unless the caller may change some funding: UNAUTHENTICATED for nobody, FORBIDDEN for others. */
    static void requireAny(Caller caller) {
        caller.require(Role.FEDERATION, Role.ADMIN);
    }

    /**
     * The project of an id, locked for the rest of the transaction. Fails with {@link Refused} and {@link NotFound} when
     * it does not exist or the caller does not answer for it.
     */
    Mono<UUID> lock(Caller caller, String projectId) {
        UUID project = Project.ID.decode(projectId);
        return FundingSight.of(caller)
                .bindManagingTo(database.sql("select p.id from project p where p.id = :id and "
                        + FundingSight.managed("p") + " for update of p"))
                .bind("id", project)
                .mapValue(UUID.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(projectId))));
    }

    /**
     * Fails with {@link Refused} and {@link NotFound} for the first id that has no row in the county.
     *
     * @param rows the ids of a county's rows, as a query with the parameter {@code :county}
     */
    Mono<Void> requireAll(List<String> ids, Function<String, UUID> decode, String rows, UUID county) {
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("select w.place::int from unnest(:wanted) with ordinality w(id, place) where w.id not in ("
                        + rows + ") order by w.place limit 1")
                .bind("wanted", ids.stream().map(decode).toArray(UUID[]::new))
                .bind("county", county)
                .mapValue(Integer.class)
                .one()
                .flatMap(place -> Mono.error(new Refused(new NotFound(ids.get(place - 1)))));
    }
}
