@NullMarked
package org.doorstep.identity;

import org.jspecify.annotations.NullMarked;
