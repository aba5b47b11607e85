/** Foundations, the projects they fund, and what these achieved, in figures that lead to no child. */
@ApplicationModule(
        displayName = "Funding",
        allowedDependencies = {"event", "identity", "platform", "station"})
@NullMarked
package org.doorstep.funding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
