/** Areas and the stations within them: where they are, when they are open, what they have and offer. */
@ApplicationModule(
        displayName = "Stations",
        allowedDependencies = {"catalog", "identity", "platform"})
@NullMarked
package org.doorstep.station;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
