@NullMarked
package org.doorstep.platform.graphiql;

import org.jspecify.annotations.NullMarked;
