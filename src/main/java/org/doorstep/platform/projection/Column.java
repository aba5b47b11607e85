package org.doorstep.platform.projection;

/**
 * An expression that a row is read with. {@code {t}} stands for the alias of the table in the statement at hand.
 *
 * @param name unique within its projection
 */
public record Column<T>(String name, String sql, Class<T> type) {

    /** A plain column of the table. */
    public static <T> Column<T> of(String name, Class<T> type) {
        return new Column<>(name, "{t}." + name, type);
    }

    /** An expression over the table, and over named parameters of the statement. */
    public static <T> Column<T> computed(String name, String sql, Class<T> type) {
        return new Column<>(name, sql, type);
    }

    String in(String alias) {
        return sql.replace("{t}", alias);
    }
}
