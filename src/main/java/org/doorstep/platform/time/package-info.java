/** The clock of the city. */
@NullMarked
package org.doorstep.platform.time;

import org.jspecify.annotations.NullMarked;
