package org.doorstep.platform.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Projection;

/**
 * A total order of a list: some columns that are never null, then the key. Its name is part of every cursor, so that a
 * cursor of another list or order is refused.
 */
public record Order(String name, List<Column<?>> columns, boolean descending) {

    public static Order ascending(String name, Column<?>... columns) {
        return new Order(name, withKey(columns), false);
    }

    public static Order descending(String name, Column<?>... columns) {
        return new Order(name, withKey(columns), true);
    }

    private static List<Column<?>> withKey(Column<?>... columns) {
        List<Column<?>> all = new ArrayList<>(List.of(columns));
        all.add(Projection.ID);
        return List.copyOf(all);
    }

    String by(boolean backward) {
        String direction = descending == backward ? " asc" : " desc";
        return columns.stream()
                .map(column -> in(column) + direction)
                .collect(Collectors.joining(", ", "order by ", " "));
    }

    /** The condition that a row lies behind a cursor, whose values are the parameters {@code k0}, {@code k1} …. */
    String beyond(boolean backward) {
        String left = columns.stream().map(Order::in).collect(Collectors.joining(", "));
        String right =
                IntStream.range(0, columns.size()).mapToObj(i -> ":k" + i).collect(Collectors.joining(", "));
        return "(" + left + ") " + (descending == backward ? ">" : "<") + " (" + right + ")";
    }

    private static String in(Column<?> column) {
        return column.sql().replace("{t}", Plan.ROOT);
    }
}
