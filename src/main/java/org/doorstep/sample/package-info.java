/** Invented data for trying the server out: loaded from files once, and kept up with the calendar. */
@NullMarked
package org.doorstep.sample;

import org.jspecify.annotations.NullMarked;
