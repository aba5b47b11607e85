/** Amounts in a currency. */
@NullMarked
package org.doorstep.platform.money;

import org.jspecify.annotations.NullMarked;
