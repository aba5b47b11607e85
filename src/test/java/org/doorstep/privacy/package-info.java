@NullMarked
package org.doorstep.privacy;

import org.jspecify.annotations.NullMarked;
