@NullMarked
package org.doorstep.platform.audit;

import org.jspecify.annotations.NullMarked;
