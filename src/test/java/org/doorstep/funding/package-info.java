@NullMarked
package org.doorstep.funding;

import org.jspecify.annotations.NullMarked;
