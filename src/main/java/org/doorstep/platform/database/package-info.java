/**
 * PostgreSQL: the server that is used, its start-up checks and migrations, and transactions.
 *
 * <p>Features take a {@link org.springframework.r2dbc.core.DatabaseClient} for reads and {@link
 * org.doorstep.platform.database.Transactions} for writes. Sessions run with {@code
 * plan_cache_mode=force_generic_plan}: a statement that needs its parameters for a good plan sets {@code
 * plan_cache_mode} with {@code set local} in its transaction.
 */
@NullMarked
package org.doorstep.platform.database;

import org.jspecify.annotations.NullMarked;
