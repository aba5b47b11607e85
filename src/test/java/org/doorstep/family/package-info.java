@NullMarked
package org.doorstep.family;

import org.jspecify.annotations.NullMarked;
