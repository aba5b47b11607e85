@NullMarked
package org.doorstep.appeal;

import org.jspecify.annotations.NullMarked;
