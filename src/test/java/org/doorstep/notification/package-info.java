@NullMarked
package org.doorstep.notification;

import org.jspecify.annotations.NullMarked;
