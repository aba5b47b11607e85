package org.doorstep.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A role and the one place it is bound to. The database checks that the place fits the role. */
public record RoleGrant(
        Role role,
        @Nullable UUID stationId,
        @Nullable UUID areaId,
        @Nullable UUID foundationId) {

    /** A role that is bound to no place. */
    public static RoleGrant of(Role role) {
        return new RoleGrant(role, null, null, null);
    }

    public static RoleGrant atStation(Role role, UUID stationId) {
        return new RoleGrant(role, stationId, null, null);
    }

    public static RoleGrant inArea(Role role, UUID areaId) {
        return new RoleGrant(role, null, areaId, null);
    }

    public static RoleGrant ofFoundation(UUID foundationId) {
        return new RoleGrant(Role.FOUNDATION, null, null, foundationId);
    }
}
