@NullMarked
package org.doorstep.platform.database;

import org.jspecify.annotations.NullMarked;
