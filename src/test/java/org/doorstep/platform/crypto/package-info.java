@NullMarked
package org.doorstep.platform.crypto;

import org.jspecify.annotations.NullMarked;
