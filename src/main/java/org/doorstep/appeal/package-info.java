/** Sessions that children missed, and what families say to it. */
@ApplicationModule(
        displayName = "Appeals",
        allowedDependencies = {"booking", "event", "family", "identity", "platform", "station"})
@NullMarked
package org.doorstep.appeal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
