/** Families: guardians, their children, and what they consented to. */
@ApplicationModule(
        displayName = "Families",
        allowedDependencies = {"event", "identity", "platform"})
@NullMarked
package org.doorstep.family;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
