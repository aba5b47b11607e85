@NullMarked
package org.doorstep.attendance;

import org.jspecify.annotations.NullMarked;
