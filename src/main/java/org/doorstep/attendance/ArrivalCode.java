package org.doorstep.attendance;

import java.time.Instant;

/** What a family shows at the door. */
record ArrivalCode(String code, Instant expiresAt) {

    /** Without the code, since records end up in logs. */
    @Override
    public String toString() {
        return "ArrivalCode until " + expiresAt;
    }
}
