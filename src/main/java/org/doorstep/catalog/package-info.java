/** The service catalogue 5+X, reference data that the federation edits. */
@ApplicationModule(
        displayName = "Catalog",
        allowedDependencies = {"identity", "platform"})
@NullMarked
package org.doorstep.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
