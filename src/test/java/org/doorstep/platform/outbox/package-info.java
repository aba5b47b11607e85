@NullMarked
package org.doorstep.platform.outbox;

import org.jspecify.annotations.NullMarked;
