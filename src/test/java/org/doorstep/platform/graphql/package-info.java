@NullMarked
package org.doorstep.platform.graphql;

import org.jspecify.annotations.NullMarked;
