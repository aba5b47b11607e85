/** What families may ask of their data: who saw it, a copy of it, its end; and how long it is kept. */
@ApplicationModule(
        displayName = "Privacy",
        allowedDependencies = {"family", "identity", "platform"})
@NullMarked
package org.doorstep.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
