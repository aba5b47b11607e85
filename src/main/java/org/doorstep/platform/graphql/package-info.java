/** The GraphQL transport: scalars, faults, limits, batches and languages. */
@NullMarked
package org.doorstep.platform.graphql;

import org.jspecify.annotations.NullMarked;
