package org.doorstep.identity;

import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;

/** A role as the API shows it to its holder. */
record ViewerRole(
        Role role,
        @Nullable String stationId,
        @Nullable String areaId,
        @Nullable String foundationId) {

    private static final IdType STATION = new IdType("sta");
    private static final IdType AREA = new IdType("are");
    private static final IdType FOUNDATION = new IdType("fnd");

    static ViewerRole of(RoleGrant grant) {
        return new ViewerRole(
                grant.role(),
                grant.stationId() == null ? null : STATION.encode(grant.stationId()),
                grant.areaId() == null ? null : AREA.encode(grant.areaId()),
                grant.foundationId() == null ? null : FOUNDATION.encode(grant.foundationId()));
    }
}
