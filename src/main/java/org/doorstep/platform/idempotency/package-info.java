/** Requests that create something happen once, however often they are sent. */
@NullMarked
package org.doorstep.platform.idempotency;

import org.jspecify.annotations.NullMarked;
