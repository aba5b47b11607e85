@ApplicationModule(allowedDependencies = {})
package org.doorstep.undeclared.high;

import org.springframework.modulith.ApplicationModule;
