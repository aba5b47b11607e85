@NullMarked
package org.doorstep.sample;

import org.jspecify.annotations.NullMarked;
