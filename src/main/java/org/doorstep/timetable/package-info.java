/** Sessions that staff move, call off or give another room, and what that means for bookings. */
@ApplicationModule(
        displayName = "Timetable",
        allowedDependencies = {"booking", "event", "identity", "platform", "station"})
@NullMarked
package org.doorstep.timetable;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
