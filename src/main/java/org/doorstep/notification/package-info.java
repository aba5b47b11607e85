/** What families are told, by WeChat and in the mini-program, and the credits that it takes. */
@ApplicationModule(
        displayName = "Notification",
        allowedDependencies = {"attendance", "booking", "event", "identity", "platform", "station"})
@NullMarked
package org.doorstep.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
