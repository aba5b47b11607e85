/** Keyset pages: arguments, signed cursors and connections. */
@NullMarked
package org.doorstep.platform.page;

import org.jspecify.annotations.NullMarked;
