/** What a person sees when the server starts: where it is, or one line that says why not. */
@NullMarked
package org.doorstep.platform.launch;

import org.jspecify.annotations.NullMarked;
