/** Reads only the columns a query selected, joining to-one types in the same statement. */
@NullMarked
package org.doorstep.platform.projection;

import org.jspecify.annotations.NullMarked;
