@NullMarked
package org.doorstep.station;

import org.jspecify.annotations.NullMarked;
