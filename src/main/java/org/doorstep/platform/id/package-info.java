/** Ids as clients see them: a type prefix and a UUID in base 32. */
@NullMarked
package org.doorstep.platform.id;

import org.jspecify.annotations.NullMarked;
