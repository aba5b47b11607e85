@NullMarked
package org.doorstep.platform.text;

import org.jspecify.annotations.NullMarked;
