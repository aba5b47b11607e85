@NullMarked
package org.doorstep.catalog;

import org.jspecify.annotations.NullMarked;
