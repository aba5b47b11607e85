/** Sessions that children missed, and what families say to it. */
@ApplicationModule(displayName = "Appeals")
@NullMarked
package org.doorstep.appeal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
