/** Expected answers that are not the hoped-for ones. */
@NullMarked
package org.doorstep.platform.refusal;

import org.jspecify.annotations.NullMarked;
