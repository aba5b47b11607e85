package org.doorstep.attendance;

import java.util.UUID;

/**
 * Who looks at children's data, and why.
 *
 * @param request the id that the answer carries
 */
public record Access(UUID person, Purpose purpose, String request) {

    /** Why a child's data is looked at. */
    public enum Purpose {
        ROSTER,
        ARRIVAL,
        DEPARTURE,
        NO_SHOW,
        STAFFING
    }
}
