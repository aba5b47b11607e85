/** One of two features that know each other, to see that the architecture test finds them. */
@NullMarked
package org.doorstep.wrongarrows.second;

import org.jspecify.annotations.NullMarked;
