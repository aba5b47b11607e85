@NullMarked
package org.doorstep.staffing;

import org.jspecify.annotations.NullMarked;
