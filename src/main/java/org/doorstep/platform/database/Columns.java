package org.doorstep.platform.database;

import io.r2dbc.spi.Readable;
import java.util.Objects;

/** Reads columns that are never null, since the database or the statement says so. */
public final class Columns {

    private Columns() {}

    /** The value of a column; a null in it is a defect of the statement. */
    public static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** The value of the column at a place, the first one 0. */
    public static <T> T required(Readable row, int index, Class<T> type) {
        return Objects.requireNonNull(row.get(index, type));
    }
}
