/** Tells of changes in the database, whichever server made them. */
@NullMarked
package org.doorstep.platform.outbox;

import org.jspecify.annotations.NullMarked;
