@NullMarked
package org.doorstep.platform.launch;

import org.jspecify.annotations.NullMarked;
