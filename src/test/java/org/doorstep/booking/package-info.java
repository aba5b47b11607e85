@NullMarked
package org.doorstep.booking;

import org.jspecify.annotations.NullMarked;
