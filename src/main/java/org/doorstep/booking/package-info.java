/** Bookings of sessions for children, and the wait for a place. */
@ApplicationModule(
        displayName = "Bookings",
        allowedDependencies = {"event", "family", "identity", "platform"})
@NullMarked
package org.doorstep.booking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
