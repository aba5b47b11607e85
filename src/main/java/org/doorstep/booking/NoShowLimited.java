package org.doorstep.booking;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** The child missed too many sessions lately, and can be booked when the session is nearer. */
record NoShowLimited(String childId, Instant opensAt, int noShows, Instant limitedUntil) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {noShows};
    }
}
