@NullMarked
package org.doorstep.event;

import org.jspecify.annotations.NullMarked;
