/** Volunteers, their teams, and the shifts they help in. */
@ApplicationModule(
        displayName = "Volunteers",
        allowedDependencies = {"event", "identity", "platform", "station"})
@NullMarked
package org.doorstep.volunteer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
