@NullMarked
package org.doorstep.platform.personal;

import org.jspecify.annotations.NullMarked;
