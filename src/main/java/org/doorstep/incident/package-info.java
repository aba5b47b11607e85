/** What a station must look into about a child in its care. */
@ApplicationModule(
        displayName = "Incidents",
        allowedDependencies = {"family", "identity", "platform", "station"})
@NullMarked
package org.doorstep.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
