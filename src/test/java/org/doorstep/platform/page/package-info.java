@NullMarked
package org.doorstep.platform.page;

import org.jspecify.annotations.NullMarked;
