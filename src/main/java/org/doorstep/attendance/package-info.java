/** Who came to a session and when they left, recorded by the station's staff. */
@ApplicationModule(
        displayName = "Attendance",
        allowedDependencies = {"booking", "custody", "event", "family", "identity", "incident", "platform", "station"})
@NullMarked
package org.doorstep.attendance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
