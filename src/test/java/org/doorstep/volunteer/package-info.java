@NullMarked
package org.doorstep.volunteer;

import org.jspecify.annotations.NullMarked;
