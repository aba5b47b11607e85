/** Text as Unicode has it: what may be written, and when two names are one. */
@NullMarked
package org.doorstep.platform.text;

import org.jspecify.annotations.NullMarked;
