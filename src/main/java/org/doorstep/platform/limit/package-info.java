/** What one caller may take in a minute or hold at a time, counted on this instance. */
@NullMarked
package org.doorstep.platform.limit;

import org.jspecify.annotations.NullMarked;
