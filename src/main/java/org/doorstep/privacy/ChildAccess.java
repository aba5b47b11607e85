package org.doorstep.privacy;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.identity.Role;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;

/** A look at a child's data by somebody outside of the family. Never says who, only in which role. */
record ChildAccess(
        Instant at,
        @Nullable Role role,
        @Nullable UUID station,
        @Nullable String stationName,
        String reason) {

    private static final IdType STATION = new IdType("sta");

    public @Nullable String stationId() {
        return station == null ? null : STATION.encode(station);
    }
}
