package org.doorstep.booking;

import java.util.List;
import org.doorstep.platform.refusal.Refusal;

/** No session of the series was booked. */
record SeriesNotBooked(List<SkippedSession> skipped) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {skipped.size()};
    }
}
