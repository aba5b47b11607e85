package org.doorstep.identity;

import graphql.schema.DataFetchingEnvironment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and the roles held at that moment: a person, a partner's program, or nobody. Every controller
 * method may take it as a parameter.
 */
public final class Caller {

    /** The key of the caller in the GraphQL context. */
    public static final String KEY = "caller";

    /** The kind of a person's id. */
    public static final IdType PERSON = new IdType("per");

    public static final Caller ANONYMOUS = new Caller(null, null, List.of());

    private final @Nullable UUID personId;
    private final @Nullable String clientId;
    private final List<RoleGrant> grants;

    private Caller(@Nullable UUID personId, @Nullable String clientId, List<RoleGrant> grants) {
        this.personId = personId;
        this.clientId = clientId;
        this.grants = List.copyOf(grants);
    }

    public static Caller person(UUID personId, List<RoleGrant> grants) {
        return new Caller(personId, null, grants);
    }

    /** A partner's program, which holds the one role of a foundation. */
    public static Caller client(String clientId, UUID foundationId) {
        return new Caller(null, clientId, List.of(RoleGrant.ofFoundation(foundationId)));
    }

    /** Who sent the request of which a field is being fetched. */
    public static Caller of(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().getOrDefault(KEY, ANONYMOUS);
    }

    public boolean isAnonymous() {
        return personId == null && clientId == null;
    }

    public boolean isPerson() {
        return personId != null;
    }

    /** The person; a fault UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a partner's program. */
    public UUID personId() {
        if (personId == null) {
            throw clientId == null ? Fault.unauthenticated() : Fault.forbidden();
        }
        return personId;
    }

    /** The client id of a partner's program; null for people. */
    public @Nullable String clientId() {
        return clientId;
    }

    public List<RoleGrant> grants() {
        return grants;
    }

    /** Whether the caller holds one of the roles, wherever it is bound. */
    public boolean has(Role... roles) {
        return holding(roles).findAny().isPresent();
    }

    /** Whether the caller holds one of the roles at this very station. Says nothing of federations above it. */
    public boolean hasAt(UUID stationId, Role... roles) {
        return holding(roles).anyMatch(grant -> stationId.equals(grant.stationId()));
    }

    /** Whether the caller is staff or the master of this very station. */
    public boolean worksAt(UUID stationId) {
        return hasAt(stationId, Role.STATION_STAFF, Role.STATION_MASTER);
    }

    /** The stations that the caller is staff or the master of. */
    public Set<UUID> workplaces() {
        return stations(Role.STATION_STAFF, Role.STATION_MASTER);
    }

    /** Ends in a fault unless the caller holds one of the roles: UNAUTHENTICATED for nobody, FORBIDDEN for others. */
    public void require(Role... roles) {
        if (!has(roles)) {
            throw isAnonymous() ? Fault.unauthenticated() : Fault.forbidden();
        }
    }

    /** The stations that one of the roles is bound to; empty when there is none. */
    public Set<UUID> stations(Role... roles) {
        return places(RoleGrant::stationId, roles);
    }

    /** The areas that one of the roles is bound to, without those below them. */
    public Set<UUID> areas(Role... roles) {
        return places(RoleGrant::areaId, roles);
    }

    /** The foundations the caller speaks for. */
    public Set<UUID> foundations() {
        return places(RoleGrant::foundationId, Role.FOUNDATION);
    }

    private Set<UUID> places(Function<RoleGrant, @Nullable UUID> place, Role... roles) {
        return holding(roles).map(place).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<RoleGrant> holding(Role... roles) {
        List<Role> wanted = Arrays.asList(roles);
        return grants.stream().filter(grant -> wanted.contains(grant.role()));
    }

    /** Names roles only, so that it may be logged. */
    @Override
    public String toString() {
        return "Caller" + grants.stream().map(RoleGrant::role).distinct().toList();
    }
}
