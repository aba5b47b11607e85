package org.doorstep.attendance;

import java.time.LocalDate;

/** A pass in force, as the station's staff see it: whom to expect, and not the code. */
public record PickUpPass(String collectorName, LocalDate day, boolean barred) {

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "PickUpPass of " + day;
    }
}
