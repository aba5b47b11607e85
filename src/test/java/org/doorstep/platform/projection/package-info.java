@NullMarked
package org.doorstep.platform.projection;

import org.jspecify.annotations.NullMarked;
