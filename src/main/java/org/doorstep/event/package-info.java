/** Events and their dated sessions. */
@ApplicationModule(
        displayName = "Events",
        allowedDependencies = {"catalog", "identity", "platform", "station"})
@NullMarked
package org.doorstep.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
