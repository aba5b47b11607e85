package org.doorstep.identity;

import io.r2dbc.spi.Readable;
import java.util.Objects;

/** Reads columns that the database declares {@code not null}. */
final class Columns {

    private Columns() {}

    static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
