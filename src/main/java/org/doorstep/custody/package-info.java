/** Who may collect a child, who may never, and the passes for a day. */
@ApplicationModule(
        displayName = "Custody",
        allowedDependencies = {"family", "identity", "platform"})
@NullMarked
package org.doorstep.custody;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
