/** Carers who back the places of sessions, what happens when one leaves, and who is present now. */
@ApplicationModule(
        displayName = "Staffing",
        allowedDependencies = {"attendance", "event", "family", "identity", "platform", "station"})
@NullMarked
package org.doorstep.staffing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
