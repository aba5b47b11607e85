/** What families are told, by WeChat and in the mini-program, and the credits that it takes. */
@ApplicationModule(displayName = "Notification")
@NullMarked
package org.doorstep.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
