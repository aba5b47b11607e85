/** Invented data for trying the server out: loaded from files once, and kept up with the calendar. */
@ApplicationModule(
        displayName = "Sample",
        allowedDependencies = {"event", "family", "identity", "platform"})
@NullMarked
package org.doorstep.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
