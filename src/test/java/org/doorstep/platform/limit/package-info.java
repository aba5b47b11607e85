@NullMarked
package org.doorstep.platform.limit;

import org.jspecify.annotations.NullMarked;
