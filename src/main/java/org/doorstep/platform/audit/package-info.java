/** The record of who did and saw what of children's data: chained, sealed and verified. */
@NullMarked
package org.doorstep.platform.audit;

import org.jspecify.annotations.NullMarked;
