package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Roles held by people. They are read for each request, at most a few seconds late, so that a right ends with its term
 * and not with the token.
 */
@Component
public class RoleGrants {

    private static final int MANY_PEOPLE = 50_000;

    private final DatabaseClient database;
    private final Cache<UUID, List<RoleGrant>> recent;

    RoleGrants(DatabaseClient database, IdentityProperties properties) {
        this.database = database;
        this.recent = Caffeine.newBuilder()
                .maximumSize(MANY_PEOPLE)
                .expireAfterWrite(properties.roleCache())
                .build();
    }

    /** What the person may do now; empty when nothing. */
    public Mono<List<RoleGrant>> of(UUID personId) {
        return Mono.defer(() -> {
            List<RoleGrant> known = recent.getIfPresent(personId);
            return known != null ? Mono.just(known) : read(personId).doOnNext(grants -> recent.put(personId, grants));
        });
    }

    private Mono<List<RoleGrant>> read(UUID personId) {
        return database.sql("""
                        select role, station_id, area_id, foundation_id
                          from role_grant
                         where person_id = :person_id
                           and valid_from <= now()
                           and (valid_until is null or valid_until > now())
                         order by valid_from, id
                         limit 100
                        """)
                .bind("person_id", personId)
                .map(row -> new RoleGrant(
                        Role.valueOf(required(row, "role", String.class)),
                        row.get("station_id", UUID.class),
                        row.get("area_id", UUID.class),
                        row.get("foundation_id", UUID.class)))
                .all()
                .collectList();
    }

    /**
     * Gives a role from now on, until a moment or for good, and returns the grant's id. Ends in a data integrity
     * violation when the place does not fit the role.
     */
    public Mono<UUID> grant(UUID personId, RoleGrant grant, @Nullable Instant until) {
        UUID id = IdType.next();
        return database.sql("""
                        insert into role_grant (id, person_id, role, station_id, area_id, foundation_id, valid_until)
                        values (:id, :person_id, :role, :station_id, :area_id, :foundation_id, :valid_until)
                        """)
                .bind("id", id)
                .bind("person_id", personId)
                .bind("role", grant.role().name())
                .bind("station_id", Parameter.fromOrEmpty(grant.stationId(), UUID.class))
                .bind("area_id", Parameter.fromOrEmpty(grant.areaId(), UUID.class))
                .bind("foundation_id", Parameter.fromOrEmpty(grant.foundationId(), UUID.class))
                .bind(
                        "valid_until",
                        Parameter.fromOrEmpty(
                                until == null ? null : until.atOffset(ZoneOffset.UTC), OffsetDateTime.class))
                .fetch()
                .rowsUpdated()
                .doOnSuccess(rows -> recent.invalidate(personId))
                .thenReturn(id);
    }

    /** Reads the person's roles anew with the next request to this instance. */
    public void forget(UUID personId) {
        recent.invalidate(personId);
    }

    /** Ends a grant now; true when it was in force. */
    public Mono<Boolean> revoke(UUID grantId) {
        return database.sql("""
                        update role_grant
                           set valid_until = greatest(now(), valid_from + interval '1 microsecond')
                         where id = :id and (valid_until is null or valid_until > now())
                        returning person_id
                        """)
                .bind("id", grantId)
                .map(row -> required(row, "person_id", UUID.class))
                .one()
                .doOnNext(recent::invalidate)
                .hasElement();
    }
}
