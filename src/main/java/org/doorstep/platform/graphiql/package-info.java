/** The page at /graphiql: GraphiQL from the jar, with the operations of client-examples/ in its tabs. */
@NullMarked
package org.doorstep.platform.graphiql;

import org.jspecify.annotations.NullMarked;
