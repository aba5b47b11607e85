/** Who calls, and what they may do: sign-in, tokens, roles. */
@NullMarked
package org.doorstep.identity;

import org.jspecify.annotations.NullMarked;
