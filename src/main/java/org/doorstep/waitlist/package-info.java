/** Those who wait for a place, what is offered to them, and who waits ahead of others. */
@ApplicationModule(
        displayName = "Waiting list",
        allowedDependencies = {"booking", "event", "family", "identity", "platform", "station"})
@NullMarked
package org.doorstep.waitlist;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
